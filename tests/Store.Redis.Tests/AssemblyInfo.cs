// Most of a real-time run is waiting.
[assembly: Parallelize(Workers = 4, Scope = ExecutionScope.MethodLevel)]
