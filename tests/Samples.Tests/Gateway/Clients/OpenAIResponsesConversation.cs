// OpenAI still calls this part of its client an evaluation.
#pragma warning disable OPENAI001

using System.ClientModel;
using System.ClientModel.Primitives;
using OpenAI.Responses;

namespace EmbeddedCache.Samples.Tests;

/// <summary>A conversation through OpenAI's own client, Responses, with the history sent each time.</summary>
internal sealed class OpenAIResponsesConversation : Conversation
{
    private readonly List<ResponseItem> _items = [];
    private string _calledTool = string.Empty;

    public override Conversation Fork()
    {
        var fork = new OpenAIResponsesConversation { Key = Key, Model = Model };
        fork._items.AddRange(_items);
        return fork;
    }

    protected override void AddUser(string text) => _items.Add(ResponseItem.CreateUserMessageItem(text));

    protected override void AddToolResult(string result) => _items.Add(ResponseItem.CreateFunctionCallOutputItem(_calledTool, result));

    protected override async Task<Turn> SendAsync(Uri gateway, bool streamed)
    {
        using var http = new HttpClient(Headers, disposeHandler: false);
        var client = new ResponsesClient(new ApiKeyCredential(Key), new ResponsesClientOptions
        {
            Endpoint = new Uri(gateway, "/v1"), Transport = new HttpClientPipelineTransport(http), RetryPolicy = new ClientRetryPolicy(0),
        });
        var options = new CreateResponseOptions(Model, _items)
        {
            Instructions = System,
            StreamingEnabled = streamed,
            Tools = { ResponseTool.CreateFunctionTool(ToolName, BinaryData.FromString(ToolSchema), strictModeEnabled: false) },
        };
        ResponseResult response = streamed ? await StreamAsync(client, options) : await client.CreateResponseAsync(options);

        _items.AddRange(response.OutputItems);
        FunctionCallResponseItem? call = response.OutputItems.OfType<FunctionCallResponseItem>().SingleOrDefault();
        _calledTool = call?.CallId ?? string.Empty;
        return new Turn(
            Headers.Account,
            Headers.Match,
            response.GetOutputText() ?? string.Empty,
            call is null ? null : (call.FunctionName, call.FunctionArguments.ToString()),
            response.Usage.InputTokenCount,
            response.Usage.InputTokenDetails.CachedTokenCount);
    }

    private static async Task<ResponseResult> StreamAsync(ResponsesClient client, CreateResponseOptions options)
    {
        string text = string.Empty;
        ResponseResult? response = null;
        await foreach (StreamingResponseUpdate update in await client.CreateResponseStreamingAsync(options))
        {
            text += (update as StreamingResponseOutputTextDeltaUpdate)?.Delta;
            response = (update as StreamingResponseCompletedUpdate)?.Response ?? response;
        }

        response.Should().NotBeNull("the stream ends with the whole response");
        (response!.GetOutputText() ?? string.Empty).Should().Be(text, "the pieces make the whole");
        return response;
    }
}
