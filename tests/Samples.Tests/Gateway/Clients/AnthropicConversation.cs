using System.Text.Json;
using Anthropic;
using Anthropic.Models.Messages;

namespace EmbeddedCache.Samples.Tests;

/// <summary>A conversation through Anthropic's own client.</summary>
internal sealed class AnthropicConversation : Conversation
{
    private readonly List<MessageParam> _messages = [];
    private string _calledTool = string.Empty;

    public override Conversation Fork()
    {
        var fork = new AnthropicConversation { Key = Key, Model = Model };
        fork._messages.AddRange(_messages);
        return fork;
    }

    protected override void AddUser(string text) => _messages.Add(new UserMessageParam(text));

    protected override void AddToolResult(string result) =>
        _messages.Add(new UserMessageParam(new List<ContentBlockParam> { new ToolResultBlockParam(_calledTool) { Content = result } }));

    protected override async Task<Turn> SendAsync(Uri gateway, bool streamed)
    {
        using var http = new HttpClient(Headers, disposeHandler: false);
        using var client = new AnthropicClient { BaseUrl = gateway.ToString().TrimEnd('/'), ApiKey = Key, HttpClient = http, MaxRetries = 0 };
        var parameters = new MessageCreateParams
        {
            Model = Model,
            MaxTokens = 500,
            System = System,
            Messages = [.. _messages],
            Tools = [new Tool { Name = ToolName, InputSchema = Schema() }],
        };
        Message message = streamed ? await client.Messages.CreateStreaming(parameters).Aggregate() : await client.Messages.Create(parameters);

        var played = new List<ContentBlockParam>();
        string text = string.Empty;
        (string, string)? call = null;
        foreach (ContentBlock block in message.Content)
        {
            if (block.TryPickText(out TextBlock? said))
            {
                text += said.Text;
                played.Add(new TextBlockParam(said.Text));
            }
            else if (block.TryPickToolUse(out ToolUseBlock? use))
            {
                _calledTool = use.ID;
                call = (use.Name, JsonSerializer.Serialize(use.Input));
                played.Add(new ToolUseBlockParam { ID = use.ID, Name = use.Name, Input = use.Input });
            }
        }

        _messages.Add(new AssistantMessageParam(played));
        Usage usage = message.Usage;
        long cached = usage.CacheReadInputTokens ?? 0;
        return new Turn(Headers.Account, Headers.Match, text, call, usage.InputTokens + cached + (usage.CacheCreationInputTokens ?? 0), cached);
    }

    private static InputSchema Schema() => new()
    {
        Properties = new Dictionary<string, JsonElement> { ["city"] = JsonSerializer.SerializeToElement(new { type = "string" }) },
        Required = ["city"],
    };
}
