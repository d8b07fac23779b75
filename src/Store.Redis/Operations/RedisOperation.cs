using System.Runtime.CompilerServices;
using System.Threading.Tasks.Sources;

namespace EmbeddedCache.Stores;

/// <summary>
/// An operation whose first command is on its way: ends with its answer, at its deadline or when it is cancelled, whichever comes first. It is
/// an awaitable that is used again, so an operation that goes well allocates nothing here. What does not go well is left to
/// <see cref="RedisConnection"/>.
/// </summary>
internal sealed class RedisOperation<TState, TResult, TAnswer> : TimedOperation, IValueTaskSource<TAnswer>, IValueTaskSource
{
    private readonly Action _answered;
    private ManualResetValueTaskSourceCore<TAnswer> _core;
    private RedisConnection _connection = null!;
    private RedisCommand<TState, TResult, TAnswer> _command = null!;
    private Task<TResult> _task = null!;
    private TState _state = default!;
    private RedisCall _call;
    private CancellationToken _cancellationToken;
    private CancellationTokenRegistration _cancellation;
    private bool _isReusable;

    private RedisOperation(OperationClock clock)
        : base(clock) => _answered = Answered;

    public short Version => _core.Version;

    public static RedisOperation<TState, TResult, TAnswer> Begin(
        RedisConnection connection,
        RedisCommand<TState, TResult, TAnswer> command,
        Task<TResult> task,
        in TState state,
        in RedisCall call,
        CancellationToken cancellationToken)
    {
        RedisOperation<TState, TResult, TAnswer> operation = OperationPool.TryRent(command.Kind, connection.Clock) is { } rented
            ? Unsafe.As<RedisOperation<TState, TResult, TAnswer>>(rented)
            : new RedisOperation<TState, TResult, TAnswer>(connection.Clock);
        operation._connection = connection;
        operation._command = command;
        operation._task = task;
        operation._state = state;
        operation._call = call;
        operation.Begin(call.Due);
        if (cancellationToken.CanBeCanceled)
        {
            operation._cancellationToken = cancellationToken;
            operation._cancellation = cancellationToken.UnsafeRegister(static operation => ((RedisOperation<TState, TResult, TAnswer>)operation!).Cancel(), operation);
        }

        task.ConfigureAwait(false).GetAwaiter().UnsafeOnCompleted(operation._answered);
        return operation;
    }

    public override void Expire()
    {
        _cancellation.Unregister();
        GiveUp(_connection.Failure(new TimeoutException(), _call));
    }

    TAnswer IValueTaskSource<TAnswer>.GetResult(short token) => GetResult(token);

    void IValueTaskSource.GetResult(short token) => GetResult(token);

    public ValueTaskSourceStatus GetStatus(short token) => _core.GetStatus(token);

    public void OnCompleted(Action<object?> continuation, object? state, short token, ValueTaskSourceOnCompletedFlags flags) =>
        _core.OnCompleted(continuation, state, token, flags);

    private TAnswer GetResult(short token)
    {
        TAnswer answer = _core.GetResult(token);
        if (_isReusable)
        {
            Return();
        }

        return answer;
    }

    private void Answered()
    {
        if (!TryEnd())
        {
            // Nobody waits any more; the exception counts as seen.
            _ = _task.Exception;
            return;
        }

        // A cancellation that is just under way may come when this is in use again.
        bool isReusable = !_cancellationToken.CanBeCanceled || _cancellation.Unregister();
        if (!_task.IsCompletedSuccessfully)
        {
            _ = FinishAsync(_task);
            return;
        }

        TAnswer answer;
        try
        {
            if (!_command.Read(_task.Result, ref _state, out answer))
            {
                _ = FinishAsync(null);
                return;
            }
        }
        catch (Exception exception)
        {
            _core.SetException(_connection.Failure(exception, _call));
            return;
        }

        _isReusable = isReusable;
        _core.SetResult(answer);
    }

    private async Task FinishAsync(Task<TResult>? first)
    {
        TAnswer answer;
        try
        {
            answer = await _connection.FinishAsync(_command, _state, _call, first, _cancellationToken).ConfigureAwait(false);
        }
        catch (Exception exception)
        {
            _core.SetException(exception);
            return;
        }

        _core.SetResult(answer);
    }

    private void Cancel()
    {
        if (TryEnd())
        {
            GiveUp(new OperationCanceledException(_cancellationToken));
        }
    }

    // Others may end at the same moment for the same reason, and do not wait for what this one's caller does about it.
    private void GiveUp(Exception exception)
    {
        _core.RunContinuationsAsynchronously = true;
        _core.SetException(exception);
    }

    private void Return()
    {
        // Nothing that callers gave is kept alive.
        _core.Reset();
        _task = null!;
        _state = default!;
        _cancellationToken = default;
        _cancellation = default;
        _isReusable = false;
        OperationPool.Return(_command.Kind, this);
    }
}
