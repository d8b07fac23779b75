using System.Text.Json;
using EmbeddedCache.Internal;

namespace EmbeddedCache.Fingerprints;

/// <summary>Reads a request's body once, from its start to its end: the members at its top, and the history in one of them.</summary>
internal ref struct RequestBody(LlmApi api, ReadOnlySpan<byte> body, ReadOnlySpan<SessionSignals.Field> sessionFields)
{
    private const int MaxMessages = 65_536;

    private readonly ReadOnlySpan<SessionSignals.Field> _sessionFields = sessionFields;
    private Utf8JsonReader _json = new(body);
    private ChainBuilder _chain = new(body);

    // How many of the fields are stronger than the one that named the session.
    private int _stronger = sessionFields.Length;

    /// <summary>The model that the body names; null for none.</summary>
    public string? Model { get; private set; }

    /// <summary>The session that the body names; null for none.</summary>
    public string? SessionId { get; private set; }

    public readonly string Chain => _chain.ToString();

    public readonly IReadOnlyList<string> ObjectIds => _chain.ObjectIds;

    /// <exception cref="JsonException">It is not JSON, or not such a request.</exception>
    public void Read()
    {
        _json.Read();
        _json.Require(_json.TokenType == JsonTokenType.StartObject, "the body must be an object");
        while (_json.NextMember())
        {
            if (_stronger > 0)
            {
                ReadSession();
            }

            ReadMember();
        }

        // What follows the object is refused by the reader.
        _json.Read();
    }

    public readonly void Dispose() => _chain.Dispose();

    private void ReadMember()
    {
        if (_json.Is("model"u8))
        {
            ReadModel();
        }
        else if (IsHistory())
        {
            ReadHistory();
        }
        else if (_json.Is("previous_response_id"u8) || _json.Is("cachedContent"u8) || _json.Is("cached_content"u8))
        {
            _chain.AddObject(_json.ReadText());
        }
        else if (_json.Is("conversation"u8) || _json.Is("container"u8))
        {
            _chain.AddObject(ReadTextOrId(ref _json));
        }
        else if (_json.Is("tools"u8))
        {
            _json.Read();
            _chain.SkipContent(ref _json);
        }
        else
        {
            _json.Skip();
        }
    }

    private void ReadModel()
    {
        BodyText model = _json.ReadText();
        Model = _chain.Read(model, "model");
        if (model.IsString && Model is not { Length: <= Arguments.MaxNameLength })
        {
            BodyReading.Fail(model.Start, $"model must have 1 to {Arguments.MaxNameLength} characters");
        }
    }

    private bool IsHistory() => api switch
    {
        LlmApi.Gemini => _json.Is("contents"u8),
        LlmApi.OpenAIResponses => _json.Is("input"u8),
        _ => _json.Is("messages"u8),
    };

    private void ReadHistory()
    {
        _chain.Truncate(default);
        _json.Read();
        if (api == LlmApi.OpenAIResponses && _json.TokenType == JsonTokenType.String)
        {
            _chain.AddText(ChainBuilder.User, _json.Text());
            return;
        }

        if (!_json.IsPresent())
        {
            return;
        }

        _json.Require(_json.TokenType == JsonTokenType.StartArray, "the messages must be an array");
        for (int messages = 0; _json.NextElement(); messages++)
        {
            _json.Require(messages < MaxMessages, "there are more than 65,536 messages");
            _json.Require(_json.TokenType == JsonTokenType.StartObject, "a message must be an object");
            HistoryNode.ReadMessage(ref _json, api, ref _chain);
        }
    }

    // By readers of their own: the member may be part of the history, too, or an object.
    private void ReadSession()
    {
        for (int i = 0; i < _stronger; i++)
        {
            SessionSignals.Field field = _sessionFields[i];
            if (_json.Is(field.Name))
            {
                Utf8JsonReader member = _json;
                BodyText text = field.Member is null ? ReadTextOrId(ref member) : ReadMemberText(ref member, field.Member);
                if (!text.IsEmpty && NameIn(text, field) is { } name)
                {
                    SessionId = name;
                    _stronger = i;
                }
            }
        }
    }

    private string? NameIn(BodyText text, SessionSignals.Field field) =>
        field.IsClaudeUserId ? ClaudeUserId.SessionIn(_chain.Decode(text)) : _chain.Read(text, "session");

    private static BodyText ReadTextOrId(ref Utf8JsonReader json)
    {
        Utf8JsonReader member = json;
        BodyText text = json.ReadText();
        return text.IsOther ? ReadMemberText(ref member, "id"u8) : text;
    }

    private static BodyText ReadMemberText(ref Utf8JsonReader json, ReadOnlySpan<byte> name)
    {
        BodyText text = default;
        json.Read();
        if (json.TokenType == JsonTokenType.StartObject)
        {
            while (json.NextMember())
            {
                if (json.Is(name))
                {
                    text = json.ReadText();
                }
                else
                {
                    json.Skip();
                }
            }
        }

        return text;
    }
}
