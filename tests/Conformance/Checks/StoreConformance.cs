using System.Reflection;

namespace EmbeddedCache.Conformance;

/// <summary>
/// The contract of an <see cref="Stores.ICacheStore"/> as code. Derive a class that opens your store, and let your test framework call
/// <see cref="RunAsync"/> for each of <see cref="Checks"/>; the README shows it in a dozen lines.
/// </summary>
/// <remarks>
/// A check is a virtual method, so that a store with a known deviation can replace one and say why; a check of a derived class, marked in
/// the same way, is one of <see cref="ChecksOf"/>. A check opens a store of its own, uses keys that nobody else uses, and removes them.
/// Not checked, because an <see cref="Stores.ICacheStore"/> does not show it: that expired entries give their memory back, and how many
/// round trips an operation takes.
/// </remarks>
public abstract partial class StoreConformance
{
    /// <summary>The names of the contract's checks.</summary>
    public static IReadOnlyList<string> Checks { get; } = ChecksOf(typeof(StoreConformance));

    /// <summary>How much the generated checks do.</summary>
    public virtual ConformanceOptions Options { get; } = new();

    /// <summary>The names of a suite's checks: the contract's, and those of its own.</summary>
    /// <param name="suite">A type derived from <see cref="StoreConformance"/>.</param>
    /// <returns>The names, in order.</returns>
    public static IReadOnlyList<string> ChecksOf(Type suite)
    {
        ArgumentNullException.ThrowIfNull(suite);
        return
        [
            .. suite.GetMethods(BindingFlags.Public | BindingFlags.Instance)
                .Where(method => method.GetCustomAttribute<ConformanceCheckAttribute>(inherit: true) is not null)
                .Select(method => method.Name)
                .Order(StringComparer.Ordinal),
        ];
    }

    /// <summary>Opens the store under test. Called once for each check; may be called for several at the same time.</summary>
    /// <returns>The store and its clock. It is disposed after the check.</returns>
    public abstract ValueTask<StoreUnderTest> OpenAsync();

    /// <summary>Runs one check.</summary>
    /// <param name="check">Its name.</param>
    /// <returns>A task that ends when the check has passed.</returns>
    /// <exception cref="ConformanceException">The store does not keep the contract.</exception>
    /// <exception cref="ArgumentException">There is no such check.</exception>
    public async Task RunAsync(string check)
    {
        ArgumentNullException.ThrowIfNull(check);
        if (!ChecksOf(GetType()).Contains(check))
        {
            throw new ArgumentException($"There is no check '{check}'.", nameof(check));
        }

        if (ConformanceRehearsal.Notes(check))
        {
            return;
        }

        await using StoreUnderTest subject = await OpenAsync();
        var trial = new StoreTrial(check, subject, Options);
        try
        {
            await GetType().GetMethod(check)!.CreateDelegate<Func<StoreTrial, Task>>(this)(trial).WaitAsync(Options.Timeout);
        }
        catch (TimeoutException timeout)
        {
            throw trial.Failure($"an end within {Options.Timeout}", "none", "the check did not end", timeout);
        }
        catch (Exception unexpected) when (unexpected is not ConformanceException)
        {
            throw trial.Failure("no error", unexpected.GetType().Name, unexpected.Message, unexpected);
        }
        finally
        {
            await trial.DeleteKeysAsync();
        }
    }
}
