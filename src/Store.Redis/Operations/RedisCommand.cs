using StackExchange.Redis;

namespace EmbeddedCache.Stores;

/// <summary>What an operation sends, and what it makes of the answer. One instance for all operations of a kind.</summary>
/// <param name="send">Sends it.</param>
/// <param name="sendAgain">Sends it after <paramref name="send"/> has failed.</param>
/// <param name="read">Makes the operation's answer of the server's.</param>
internal sealed class RedisCommand<TState, TResult, TAnswer>(
    Func<IDatabase, TState, Task<TResult>> send,
    Func<IDatabase, TState, Task<TResult>> sendAgain,
    RedisCommand<TState, TResult, TAnswer>.Reader read)
{
    public RedisCommand(Func<IDatabase, TState, Task<TResult>> send, Func<TResult, TState, TAnswer> read)
        : this(send, send, (TResult result, ref TState state, out TAnswer answer) =>
        {
            answer = read(result, state);
            return true;
        })
    {
    }

    /// <summary>Where its operations are kept between two uses.</summary>
    public int Kind { get; } = OperationPool.NewKind();

    /// <summary>Makes the operation's answer of the server's.</summary>
    /// <returns>False when there is none yet: the server is asked again, with the state as it is now.</returns>
    public delegate bool Reader(TResult result, ref TState state, out TAnswer answer);

    public Func<IDatabase, TState, Task<TResult>> Send => send;

    public Func<IDatabase, TState, Task<TResult>> SendAgain => sendAgain;

    public Reader Read => read;
}
