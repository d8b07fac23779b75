using System.ClientModel;
using System.ClientModel.Primitives;
using System.Text;
using OpenAI;
using OpenAI.Chat;

namespace EmbeddedCache.Samples.Tests;

/// <summary>A conversation through OpenAI's own client, Chat Completions.</summary>
internal sealed class OpenAIChatConversation : Conversation
{
    private readonly List<ChatMessage> _messages = [new SystemChatMessage(System)];
    private string _calledTool = string.Empty;

    public override Conversation Fork()
    {
        var fork = new OpenAIChatConversation { Key = Key, Model = Model };
        fork._messages.Clear();
        fork._messages.AddRange(_messages);
        return fork;
    }

    protected override void AddUser(string text) => _messages.Add(new UserChatMessage(text));

    protected override void AddToolResult(string result) => _messages.Add(new ToolChatMessage(_calledTool, result));

    protected override async Task<Turn> SendAsync(Uri gateway, bool streamed)
    {
        using var http = new HttpClient(Headers, disposeHandler: false);
        var client = new ChatClient(Model, new ApiKeyCredential(Key), new OpenAIClientOptions
        {
            Endpoint = new Uri(gateway, "/v1"), Transport = new HttpClientPipelineTransport(http), RetryPolicy = new ClientRetryPolicy(0),
        });
        var options = new ChatCompletionOptions { Tools = { ChatTool.CreateFunctionTool(ToolName, null, BinaryData.FromString(ToolSchema)) } };
        return streamed ? await StreamAsync(client, options) : await CompleteAsync(client, options);
    }

    private async Task<Turn> CompleteAsync(ChatClient client, ChatCompletionOptions options)
    {
        ChatCompletion completion = await client.CompleteChatAsync(_messages, options);
        _messages.Add(new AssistantChatMessage(completion));
        ChatToolCall? call = completion.ToolCalls.SingleOrDefault();
        _calledTool = call?.Id ?? string.Empty;
        return TurnOf(
            string.Concat(completion.Content.Select(static part => part.Text)),
            call is null ? null : (call.FunctionName, call.FunctionArguments.ToString()),
            completion.Usage);
    }

    private async Task<Turn> StreamAsync(ChatClient client, ChatCompletionOptions options)
    {
        var text = new StringBuilder();
        var arguments = new StringBuilder();
        string tool = string.Empty;
        ChatTokenUsage? usage = null;
        await foreach (StreamingChatCompletionUpdate update in client.CompleteChatStreamingAsync(_messages, options))
        {
            text.AppendJoin(string.Empty, update.ContentUpdate.Select(static part => part.Text));
            usage = update.Usage ?? usage;
            foreach (StreamingChatToolCallUpdate call in update.ToolCallUpdates)
            {
                _calledTool = string.IsNullOrEmpty(call.ToolCallId) ? _calledTool : call.ToolCallId;
                tool += call.FunctionName;
                arguments.Append(call.FunctionArgumentsUpdate);
            }
        }

        _messages.Add(tool.Length == 0
            ? new AssistantChatMessage(text.ToString())
            : new AssistantChatMessage([ChatToolCall.CreateFunctionToolCall(_calledTool, tool, BinaryData.FromString(arguments.ToString()))]));
        return TurnOf(text.ToString(), tool.Length == 0 ? null : (tool, arguments.ToString()), usage!);
    }

    private Turn TurnOf(string text, (string, string)? call, ChatTokenUsage usage) =>
        new(Headers.Account, Headers.Match, text, call, usage.InputTokenCount, usage.InputTokenDetails.CachedTokenCount);
}
