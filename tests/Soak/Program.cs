using System.CommandLine;
using System.Globalization;
using EmbeddedCache.Soak;
using EmbeddedCache.Soak.Bounds;

var seconds = new Option<int>("--seconds")
{
    Description = $"How long, {SoakCommand.MinSeconds} to {SoakCommand.MaxSeconds}.",
    DefaultValueFactory = static _ => SoakCommand.MaxSeconds,
    CustomParser = static result =>
    {
        if (!int.TryParse(result.Tokens[0].Value, out int given) || given is < SoakCommand.MinSeconds or > SoakCommand.MaxSeconds)
        {
            result.AddError($"--seconds is '{result.Tokens[0].Value}'; it is a whole number from {SoakCommand.MinSeconds} to {SoakCommand.MaxSeconds}.");
        }

        return given;
    },
};
var seed = new Option<int?>("--seed") { Description = "What operations and faults follow from; a new one each time when it is not given. It is printed." };

var scale = new Option<double>("--scale")
{
    Description = "The size, from 0.001 to 1: the part of everything that is written.",
    DefaultValueFactory = static _ => 1,
    CustomParser = static result =>
    {
        if (!double.TryParse(result.Tokens[0].Value, NumberStyles.Float, CultureInfo.InvariantCulture, out double given) || given is not (>= 0.001 and <= 1))
        {
            result.AddError($"--scale is '{result.Tokens[0].Value}'; it is a number from 0.001 to 1.");
        }

        return given;
    },
};
var bounds = new Command("bounds", "Far more than stores keep: 10,000,000 sessions, 1,000,000 conversations, a client that never ends, 1,000,000 idle entries; what it does to memory and speed, as tables. The same exit codes.") { scale };
bounds.SetAction((arguments, cancellationToken) => BoundsCommand.RunAsync(arguments.GetValue(scale), Console.Out, cancellationToken));

var root = new RootCommand(
    "Mixed load on all stores at once, while things happen to their servers. Every answer is checked. Exit code 0 when everything promised held, 1 when not, 2 for bad arguments.")
{
    seconds,
    seed,
    bounds,
};
root.SetAction((arguments, cancellationToken) => SoakCommand.RunAsync(
    TimeSpan.FromSeconds(arguments.GetValue(seconds)),
    arguments.GetValue(seed) ?? Random.Shared.Next(),
    Console.Out,
    cancellationToken));

ParseResult parsed = root.Parse(args);
int exitCode = await parsed.InvokeAsync();
return parsed.Errors.Count > 0 ? ExitCodes.BadInput : exitCode;
