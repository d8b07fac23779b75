namespace EmbeddedCache.Benchmarks.Redis;

/// <summary>What finds in one conversation cost the server: its time, and the bytes of what was saved before.</summary>
internal sealed record FindFigures(Measurement Original, Measurement Full, Measurement Hashed, long FullBytes, long HashedBytes);
