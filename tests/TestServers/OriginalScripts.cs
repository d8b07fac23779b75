namespace EmbeddedCache.TestServers;

/// <summary>
/// What the Go original does on the server, written anew for tests and benchmarks: the same commands on the same data, candidate by
/// candidate, with a pattern that looks through the rest of the chain each time.
/// </summary>
public static class OriginalScripts
{
    /// <summary>KEYS[1] the trie, ARGV[1] the chain, ARGV[2] seconds to live. Answers the value, or nil.</summary>
    public const string Find =
        """
        local rest = ARGV[1]
        while rest do
          local value = redis.call('HGET', KEYS[1], rest)
          if value and value ~= '' then
            redis.call('EXPIRE', KEYS[1], tonumber(ARGV[2]))
            return value
          end
          local at = string.find(rest, '-[^-]*$')
          rest = at and at > 1 and string.sub(rest, 1, at - 1)
        end
        return nil
        """;

    /// <summary>KEYS[1] the trie, ARGV[1] the chain, ARGV[2] the value, ARGV[3] seconds to live.</summary>
    public const string Save =
        """
        local segments = {}
        for segment in string.gmatch(ARGV[1], '[^-]+') do segments[#segments + 1] = segment end
        redis.call('HSET', KEYS[1], table.concat(segments, '-'), ARGV[2])
        redis.call('EXPIRE', KEYS[1], tonumber(ARGV[3]))
        return 'OK'
        """;
}
