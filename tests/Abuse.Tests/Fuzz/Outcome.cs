using EmbeddedCache.Stores;

namespace EmbeddedCache.Abuse.Tests;

/// <summary>What a call came to: an answer as text, or an error that says which argument is wrong.</summary>
internal static class Outcome
{
    /// <summary>Runs a call whose argument is <paramref name="input"/>; what it throws must be clear and must not quote it.</summary>
    public static async Task<string> OfAsync<T>(string? input, SecretScan secrets, Func<ValueTask<T>> call)
    {
        try
        {
            return $"{await call()}";
        }
        catch (Exception exception) when (exception is ArgumentException or FormatException)
        {
            secrets.Look(exception);
            string said = exception.Message;
            said.Length.Should().BeInRange(20, 400);
            if (input?.Length > 5)
            {
                exception.ToString().Should().NotContain(input);
            }

            return $"{exception.GetType().Name}: {said}";
        }
    }

    public static ValueTask<string> Show(ConversationMatch? match) => new(match is { } found ? $"{found.SessionId}|{found.AccountId}|{found.MatchedLength}" : "no match");

    public static ValueTask<string> Show(PathMatch? match) => new($"{match}");
}
