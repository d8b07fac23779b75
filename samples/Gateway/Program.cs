using Gateway;
using Microsoft.Extensions.Options;

try
{
    await using WebApplication app = await GatewayApplication.BuildAsync(args);
    await app.RunAsync();
    return 0;
}
catch (OptionsValidationException exception)
{
    foreach (string fault in exception.Failures)
    {
        await Console.Error.WriteLineAsync(fault);
    }

    return 2;
}
