using System.Buffers.Binary;
using Microsoft.Playwright;

namespace EmbeddedCache.Samples.Tests;

/// <summary>
/// The picture of the page, docs/gateway.png. To make it anew, name the folder: <c>EMBEDDEDCACHE_PICTURES=docs dotnet run --project tests/Samples.Tests --
/// --filter "ClassName~PagePictureTests"</c>; beside it come dark.png and phone.png, to look at.
/// </summary>
[TestClass]
public sealed class PagePictureTests
{
    private const int MaxBytes = 200_000;

    [TestMethod]
    public async Task The_page_after_five_busy_minutes_is_a_picture_for_the_docs()
    {
        var time = new ShiftedTime(-TimeSpan.FromMinutes(5));
        await using GatewayHost gateway = await GatewayHost.StartAsync(time: time);
        await PlayAsync(gateway, time);

        string folder = Environment.GetEnvironmentVariable("EMBEDDEDCACHE_PICTURES") is { Length: > 0 } named
            ? Path.GetFullPath(named)
            : Directory.CreateTempSubdirectory("embeddedcache-pictures-").FullName;
        byte[] picture = await TakeAsync(gateway, ColorScheme.Light, 1280, 1060, Path.Combine(folder, "gateway.png"));
        await TakeAsync(gateway, ColorScheme.Dark, 1280, 1060, Path.Combine(folder, "dark.png"));
        await TakeAsync(gateway, ColorScheme.Light, 360, 1_800, Path.Combine(folder, "phone.png"));

        picture.Length.Should().BeLessThan(MaxBytes);
        BinaryPrimitives.ReadInt32BigEndian(picture.AsSpan(16)).Should().Be(1280, "a PNG's width stands there");
    }

    private static async Task<byte[]> TakeAsync(GatewayHost gateway, ColorScheme scheme, int width, int height, string file)
    {
        await using PageVisit visit = await PageVisit.OpenAsync(gateway, scheme, width, height);
        await Assertions.Expect(visit["#tree .leaf"]).ToHaveCountAsync(5);
        await visit.Nodes.Nth(2).FocusAsync();
        return await visit.Page.ScreenshotAsync(new() { Path = file });
    }

    // Clients talk for some minutes; in the end an account fails.
    private static async Task PlayAsync(GatewayHost gateway, ShiftedTime time)
    {
        var random = new Random(7);
        string[] stem = ["Plan a week in Portugal.", "With pleasure.", "More of the coast."];
        string[][] branches =
        [
            [.. stem, "Here.", "And by train?", "So.", "Book it.", "Done.", "Thanks."],
            [.. stem, "Here.", "By bicycle?", "So.", "How far is it?"],
            [.. stem, "Here.", "And by train?", "So.", "How long?"],
            [stem[0], stem[1], "More of the mountains.", "Here.", "Where is snow?", "There.", "Then June."],
            ["Plan a week in Norway.", "Yes.", "Without a car?", "Yes.", "And with a dog?"],
        ];
        string account = string.Empty;
        foreach (string[] branch in branches)
        {
            for (int turn = 1; turn <= branch.Length; turn += 2)
            {
                account = await gateway.TalkAsync("claude-sonnet-4-5", branch[..turn]);
                for (int other = random.Next(4); other > 0; other--)
                {
                    time.Advance(TimeSpan.FromSeconds(random.Next(1, 5)));
                    await (random.Next(3) switch
                    {
                        0 => gateway.TalkChatAsync("gpt-5", $"Question {random.Next(4)}"),
                        1 => gateway.TalkInSessionAsync("claude-haiku-4-5", $"0a1b2c3d-0a1b-0a1b-0a1b-0a1b2c3d4e5{random.Next(2)}", $"Step {turn}"),
                        _ => gateway.TalkChatAsync("gpt-5", $"Question {random.Next(4)}", "An answer", $"And then {random.Next(9)}?"),
                    });
                }

                time.Advance(TimeSpan.FromSeconds(9));
            }
        }

        gateway.Fail(account);
        await gateway.TalkAsync("claude-sonnet-4-5", [.. branches[^1], "Yes.", "What does it cost?"]);
        time.Advance(TimeSpan.FromSeconds(2));
        await gateway.TalkAsync("claude-sonnet-4-5", [.. branches[^1], "Yes.", "What does it cost?", "Little.", "Book it."]);
    }

    // The page shows how long decisions really took, when they were made some minutes before.
    private sealed class ShiftedTime(TimeSpan by) : TimeProvider
    {
        private TimeSpan _by = by;

        public override DateTimeOffset GetUtcNow() => base.GetUtcNow() + _by;

        public void Advance(TimeSpan delta) => _by += delta;
    }
}
