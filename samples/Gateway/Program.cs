using Gateway.Live;

WebApplicationBuilder builder = WebApplication.CreateBuilder(args);
builder.Services.AddEmbeddedCache().UseInMemory();
builder.Services.AddSingleton<LiveFeed>();

WebApplication app = builder.Build();
await app.RunAsync();
