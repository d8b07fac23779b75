// Most of a run in real time is waiting. What measures time runs alone, afterwards.
[assembly: Parallelize(Workers = 4, Scope = ExecutionScope.MethodLevel)]
