using Gateway;

try
{
    await using WebApplication app = await GatewayApplication.BuildAsync(args);
    await app.RunAsync();
    return 0;
}
catch (Exception exception) when (StartFailure.Explain(exception) is { } reasons)
{
    foreach (string reason in reasons)
    {
        await Console.Error.WriteLineAsync(reason);
    }

    return 2;
}
