using EmbeddedCache.Benchmarks;

switch (args)
{
    case ["redis-cost"]:
        return await RedisCost.RunAsync(endpoint: null);
    case ["redis-cost", "--redis", string endpoint]:
        return await RedisCost.RunAsync(endpoint);
    default:
        Console.Error.WriteLine(
            """
            redis-cost [--redis HOST:PORT]   server time and memory of finds in both layouts, beside the original's algorithm;
                                             starts a redis-server of its own when it is not given one
            """);
        return 2;
}
