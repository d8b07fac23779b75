namespace EmbeddedCache.Conformance;

/// <content>Generated programs, in order and concurrent.</content>
public abstract partial class StoreConformance
{
    /// <summary>Random programs on a handful of keys, time passing between the calls: every answer is the reference model's.</summary>
    [ConformanceCheck]
    public virtual Task Generated_programs_answer_as_the_reference_model(StoreTrial trial) =>
        new ModelRun(trial.Subject.Store, trial.Clock, trial.Options).RunAsync();

    /// <summary>Random programs of several threads: some order of the calls on each key explains all answers.</summary>
    [ConformanceCheck]
    public virtual Task Generated_concurrent_programs_are_linearizable(StoreTrial trial) =>
        new ConcurrentRun(trial.Subject.Store, trial.Clock, trial.Options).RunAsync();
}
