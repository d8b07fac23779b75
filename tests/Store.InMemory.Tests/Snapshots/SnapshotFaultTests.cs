using System.Buffers.Binary;
using System.Diagnostics;
using System.Globalization;
using System.IO.Hashing;
using CsCheck;

namespace EmbeddedCache.Stores.Tests;

[TestClass]
public sealed class SnapshotFaultTests(TestContext context)
{
    private const int Entries = 3_000;

    [TestMethod]
    public async Task A_snapshot_cut_anywhere_or_changed_in_any_byte_is_reported_and_kept_beside_and_the_store_begins_empty()
    {
        byte[] whole = await MakeSnapshot();
        var damaged = new List<byte[]>();
        for (int i = 0; i < whole.Length; i++)
        {
            damaged.Add(whole[..i]);
            byte[] changed = (byte[])whole.Clone();
            changed[i] ^= (byte)(1 << (i % 8));
            damaged.Add(changed);
        }

        damaged.Add([.. whole, 0]);
        foreach (byte[] bytes in damaged)
        {
            await ExpectRejected(bytes);
        }

        context.WriteLine($"{damaged.Count} damaged snapshots of {whole.Length} bytes: all reported, none read");
    }

    [TestMethod]
    public async Task A_snapshot_of_a_newer_version_is_kept_for_the_program_that_wrote_it()
    {
        byte[] newer = await MakeSnapshot();
        BinaryPrimitives.WriteUInt32LittleEndian(newer.AsSpan(8), 2);
        Seal(newer);

        (await ExpectRejected(newer)).Should().Contain("version 2 of the layout; this program reads version 1");
    }

    /// <summary>The content of a file whose checksum somebody made fit: no crash, no endless loop, no memory that the file does not pay for.</summary>
    [TestMethod]
    public void A_forged_snapshot_is_read_or_reported()
    {
        byte[] whole = MakeSnapshot().GetAwaiter().GetResult();
        Gen.Select(Gen.Int[20, whole.Length - 9], Gen.Byte, Gen.Int[1, 4]).Array[1, 3].Sample(changes =>
        {
            byte[] forged = (byte[])whole.Clone();
            foreach ((int at, byte value, int count) in changes)
            {
                forged.AsSpan(at, Math.Min(count, forged.Length - 8 - at)).Fill(value);
            }

            Seal(forged);
            using var folder = new SnapshotFolder();
            File.WriteAllBytes(folder.File, forged);
            InMemoryCacheStore store = folder.Open();
            folder.Events().Should().ContainSingle().Which.Should().BeOneOf("SnapshotLoaded", "SnapshotRejected");
            store.DisposeAsync().AsTask().GetAwaiter().GetResult();
        }, iter: 1_000);
    }

    [TestMethod]
    public async Task Without_its_folder_the_store_works_and_says_what_is_missing()
    {
        using var folder = new SnapshotFolder();
        Directory.Delete(folder.Folder);
        await using (InMemoryCacheStore store = folder.Open())
        {
            await store.SetAsync(Keys.Number(1), 1, Keys.Minute);
            (await store.GetAsync(Keys.Number(1))).Should().Be(1);
        }

        folder.Events().Should().Equal("SnapshotNotLoaded", "SnapshotNotWritten");
        Directory.CreateDirectory(folder.Folder);
    }

    [TestMethod]
    [Timeout(120_000)]
    public async Task A_killed_process_leaves_a_whole_snapshot_at_whatever_moment()
    {
        const int Rounds = 20;
        using var folder = new SnapshotFolder();
        var random = new Random(20_261_123);
        int unfinished = 0;
        int snapshots = 0;
        for (int round = 0; round < Rounds; round++)
        {
            using (Process process = StartWriter(folder.File, Entries, interval: 1))
            {
                string? read = await process.StandardOutput.ReadLineAsync();
                read.Should().EndWith(" entries read, 0 failures");
                (await process.StandardOutput.ReadLineAsync()).Should().Be("ready");
                await Task.Delay(random.Next(0, 60));
                process.Kill();
                await process.WaitForExitAsync();
            }

            unfinished += File.Exists(folder.File + ".tmp") ? 1 : 0;
            if (!File.Exists(folder.File))
            {
                continue;
            }

            // On a copy, because this store writes one of its own at its end.
            snapshots++;
            using var copy = new SnapshotFolder();
            File.Copy(folder.File, copy.File);
            await using InMemoryCacheStore store = copy.Open();
            store.SnapshotFailures.Should().Be(0);
            store.Count.Should().BeLessThanOrEqualTo(Entries + 100);
            long? first = await store.GetAsync(Keys.Number(0));
            for (int i = 0; snapshots > 1 && i < Entries; i++)
            {
                // From the second snapshot on all entries are there; each was written in the round of the first one or one near it.
                (await store.GetAsync(Keys.Number(i))).Should().NotBeNull($"entry {i} stands beside entry 0, which is {first}");
            }
        }

        context.WriteLine($"{Rounds} processes killed, {unfinished} while they wrote a snapshot: {snapshots} snapshots, all of them whole");
        snapshots.Should().BeGreaterThan(Rounds / 2);
    }

    [TestMethod]
    [Timeout(120_000)]
    public async Task A_full_disk_is_reported_the_former_snapshot_stays_and_nothing_else_does()
    {
        if (OperatingSystem.IsWindows())
        {
            Assert.Inconclusive("The limit on a file's size is a thing of Unix.");
        }

        using var folder = new SnapshotFolder();
        await using (InMemoryCacheStore store = folder.Open())
        {
            await store.SetAsync(Keys.Number(-1), 1, TimeSpan.FromHours(1));
        }

        byte[] former = await File.ReadAllBytesAsync(folder.File);
        using (Process process = StartWriter(folder.File, 100_000, interval: 50, "trap '' XFSZ; ulimit -f 64; export DOTNET_EnableWriteXorExecute=0; "))
        {
            (await process.StandardOutput.ReadLineAsync()).Should().Be("1 entries read, 0 failures");
            (await process.StandardOutput.ReadLineAsync()).Should().Be("ready");
            process.StandardInput.Close();
            (await process.StandardOutput.ReadLineAsync()).Should().MatchRegex("^[1-9][0-9]* failures$");
            await process.WaitForExitAsync();
            process.ExitCode.Should().Be(0, "the process goes on as if nothing had been");
        }

        (await File.ReadAllBytesAsync(folder.File)).Should().Equal(former);
        Directory.GetFiles(folder.Folder).Select(Path.GetFileName).Should().BeEquivalentTo("cache.snapshot", "cache.snapshot.lock");
    }

    private static Process StartWriter(string file, int entries, int interval, string before = "")
    {
        string program = Path.Combine(AppContext.BaseDirectory, "EmbeddedCache.SnapshotWriter.dll");
        var start = new ProcessStartInfo("/bin/sh") { RedirectStandardOutput = true, RedirectStandardInput = true };
        if (OperatingSystem.IsWindows())
        {
            start.FileName = Environment.ProcessPath!;
        }

        foreach (string argument in OperatingSystem.IsWindows()
            ? ["exec", program]
            : new[] { "-c", before + "exec dotnet exec \"$@\"", "sh", program })
        {
            start.ArgumentList.Add(argument);
        }

        foreach (string argument in new[] { file, entries.ToString(CultureInfo.InvariantCulture), interval.ToString(CultureInfo.InvariantCulture) })
        {
            start.ArgumentList.Add(argument);
        }

        return Process.Start(start)!;
    }

    private static async Task<byte[]> MakeSnapshot()
    {
        using var folder = new SnapshotFolder();
        await using (InMemoryCacheStore store = folder.Open())
        {
            await store.SetAsync(Keys.Number(1), 1, TimeSpan.FromHours(1));
            await store.SetAsync(new CacheKey("\u4e2d", 1, "wide"), -1, TimeSpan.MaxValue);
            foreach (string path in new[] { "a-b-c", "a-b", "a-b-d-\u4e2d", "x", "y-z" })
            {
                await store.SavePathAsync(Keys.Trie(1), path, "secret-session:" + path.Length, TimeSpan.FromHours(1));
            }
        }

        return await File.ReadAllBytesAsync(folder.File);
    }

    private static void Seal(byte[] snapshot) =>
        BinaryPrimitives.WriteUInt64LittleEndian(snapshot.AsSpan(snapshot.Length - 8), XxHash3.HashToUInt64(snapshot.AsSpan(0, snapshot.Length - 8)));

    private static async Task<string> ExpectRejected(byte[] bytes)
    {
        using var folder = new SnapshotFolder();
        await File.WriteAllBytesAsync(folder.File, bytes);
        await using InMemoryCacheStore store = folder.Open();
        store.Count.Should().Be(0);
        store.SnapshotFailures.Should().Be(1);
        folder.Events().Should().Equal("SnapshotRejected");
        File.Exists(folder.File).Should().BeFalse();
        (await File.ReadAllBytesAsync(folder.File + ".rejected")).Should().Equal(bytes);
        string message = folder.Logger.LatestRecord.Message;
        message.Should().NotContain("secret").And.NotContain("number:");
        return message;
    }
}
