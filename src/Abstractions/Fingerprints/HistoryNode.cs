using System.Text.Json;

namespace EmbeddedCache.Fingerprints;

/// <summary>
/// An object of the history: a message, an item, a block of its content, a call. The four APIs differ in little more than names, so one reader
/// serves them all.
/// </summary>
/// <remarks>
/// <code>
/// Anthropic    messages: {role, content}                        blocks: {type, text | id, name, input | tool_use_id, content}
/// Chat         messages: {role, content, tool_calls, tool_call_id}       calls: {id, function: {name, arguments}}
/// Responses    input:    {type, role, content | call_id, name, arguments | call_id, output}
/// Gemini       contents: {role, parts}     parts: {text, thought | functionCall: {id, name, args} | functionResponse: {id, name, response}}
/// </code>
/// </remarks>
internal ref struct HistoryNode
{
    private const char System = 's';
    private const char Tool = 't';

    private BodyText _type;
    private BodyText _text;
    private BodyText _id;
    private BodyText _callId;
    private BodyText _name;

    // Its content, arguments or result, and the calls of a message.
    private Utf8JsonReader _content;
    private Utf8JsonReader _calls;
    private char? _role;

    // Whether the content was read on the way.
    private bool _isRead;

    // What a part of Gemini's holds: a call or a result.
    private char? _function;
    private bool _isThought;

    /// <summary>Adds the message or item at which the reader points, and goes past it.</summary>
    public static void ReadMessage(ref Utf8JsonReader json, LlmApi api, ref ChainBuilder chain)
    {
        Utf8JsonReader start = json;
        ChainBuilder.Place before = chain.End;
        var message = default(HistoryNode);
        message.Read(ref json, ref chain, isMessage: true);
        if (!message._type.IsEmpty && !chain.Is(message._type, "message"u8))
        {
            // Only what messages contain was said.
            chain.Truncate(before);
            message.AddItem(ref start, ref chain);
        }
        else if (message._role == Tool && api != LlmApi.Gemini)
        {
            chain.Add(ChainBuilder.Result, message._callId, default, ref message._content);
        }
        else if (message._role != System)
        {
            if (!message._isRead && message._content.IsPresent())
            {
                char letter = message._role == ChainBuilder.Assistant ? ChainBuilder.Assistant : ChainBuilder.User;
                ReadContent(ref message._content, letter, ref chain);
            }

            ReadCalls(ref message._calls, ref chain);
        }
    }

    /// <summary>Adds the content at which the reader points, a string or a list of blocks, and goes past it.</summary>
    public static void ReadContent(ref Utf8JsonReader json, char letter, ref ChainBuilder chain)
    {
        if (json.TokenType is JsonTokenType.String or JsonTokenType.Null)
        {
            chain.AddText(letter, json.Text());
            return;
        }

        json.Require(json.TokenType == JsonTokenType.StartArray, "content must be a string or an array");
        while (json.NextElement())
        {
            if (json.TokenType == JsonTokenType.String)
            {
                chain.AddText(letter, json.Text());
                continue;
            }

            json.Require(json.TokenType == JsonTokenType.StartObject, "a block of content must be a string or an object");
            Utf8JsonReader start = json;
            var block = default(HistoryNode);
            block.Read(ref json, ref chain, isMessage: false);
            block.AddBlock(letter, ref start, ref chain);
        }
    }

    // Chat's tool_calls, and the one function_call that came before them.
    private static void ReadCalls(ref Utf8JsonReader json, ref ChainBuilder chain)
    {
        if (!json.IsPresent())
        {
            return;
        }

        bool isList = json.TokenType == JsonTokenType.StartArray;
        while (!isList || json.NextElement())
        {
            json.Require(json.TokenType == JsonTokenType.StartObject, "a call must be an object");
            var call = default(HistoryNode);
            call.Read(ref json, ref chain, isMessage: false);
            chain.Add(ChainBuilder.Call, call._id, call._name, ref call._content);
            if (!isList)
            {
                return;
            }
        }
    }

    private void Read(ref Utf8JsonReader json, ref ChainBuilder chain, bool isMessage)
    {
        while (json.NextMember())
        {
            if (json.Is("type"u8))
            {
                _type = json.ReadText();
            }
            else if (json.Is("role"u8))
            {
                _role = ReadRole(ref json);
            }
            else if (json.Is("content"u8) || json.Is("parts"u8) || json.Is("output"u8) || json.Is("response"u8))
            {
                json.Read();
                _content = json;

                // The role comes before the content nearly always; else the content is read at the message's end.
                _isRead = isMessage && _role is ChainBuilder.User or ChainBuilder.Assistant;
                if (_isRead)
                {
                    ReadContent(ref json, _role!.Value, ref chain);
                }
                else
                {
                    chain.SkipContent(ref json);
                }
            }
            else if (json.Is("text"u8))
            {
                _text = json.ReadText();
            }
            else if (json.Is("id"u8))
            {
                _id = json.ReadText();
            }
            else if (json.Is("tool_use_id"u8) || json.Is("call_id"u8) || json.Is("tool_call_id"u8))
            {
                _callId = json.ReadText();
            }
            else if (json.Is("name"u8))
            {
                _name = json.ReadText();
            }
            else if (json.Is("input"u8) || json.Is("arguments"u8) || json.Is("args"u8))
            {
                _content = json.SkipValue();
            }
            else if (json.Is("tool_calls"u8) || (isMessage && json.Is("function_call"u8)))
            {
                _calls = json.SkipValue();
            }
            else if (json.Is("functionCall"u8) || json.Is("function_call"u8) || json.Is("function"u8) || json.Is("custom"u8))
            {
                _function = ChainBuilder.Call;
                ReadFunction(ref json, ref chain);
            }
            else if (json.Is("functionResponse"u8) || json.Is("function_response"u8))
            {
                _function = ChainBuilder.Result;
                ReadFunction(ref json, ref chain);
            }
            else if (json.Is("thought"u8))
            {
                _isThought = json.SkipValue().TokenType == JsonTokenType.True;
            }
            else if (json.Is("container_id"u8))
            {
                chain.AddObject(json.ReadText());
            }
            else
            {
                json.Skip();
            }
        }
    }

    private void ReadFunction(ref Utf8JsonReader json, ref ChainBuilder chain)
    {
        json.Read();
        json.Require(json.TokenType == JsonTokenType.StartObject, "a function must be an object");
        Read(ref json, ref chain, isMessage: false);
    }

    // An item of Responses that is no message.
    private void AddItem(ref Utf8JsonReader start, ref ChainBuilder chain)
    {
        if (chain.Is(_type, "reasoning"u8))
        {
            return;
        }

        if (chain.EndsWith(_type, "_output"u8))
        {
            chain.Add(ChainBuilder.Result, _callId, default, ref _content);
        }
        else if (!_callId.IsEmpty || !_id.IsEmpty || !_name.IsEmpty)
        {
            chain.Add(ChainBuilder.Call, _callId.IsEmpty ? _id : _callId, _name, ref _content);
        }
        else
        {
            chain.Add(ChainBuilder.Call, ref start);
        }
    }

    private void AddBlock(char letter, ref Utf8JsonReader start, ref ChainBuilder chain)
    {
        bool isText = _type.IsEmpty ? _text.Start > 0 : chain.Is(_type, "text"u8) || chain.Is(_type, "input_text"u8) || chain.Is(_type, "output_text"u8);
        if (_isThought || chain.Is(_type, "thinking"u8) || chain.Is(_type, "redacted_thinking"u8) || chain.Is(_type, "reasoning"u8))
        {
            return;
        }

        if (_function == ChainBuilder.Call || chain.EndsWith(_type, "tool_use"u8))
        {
            chain.Add(ChainBuilder.Call, _id, _name, ref _content);
        }
        else if (_function == ChainBuilder.Result || chain.EndsWith(_type, "tool_result"u8))
        {
            chain.Add(ChainBuilder.Result, _function is null ? _callId : _id, _name, ref _content);
        }
        else if (isText)
        {
            chain.AddText(letter, _text);
        }
        else
        {
            chain.Add(letter, ref start);
        }
    }

    private static char ReadRole(ref Utf8JsonReader json)
    {
        json.Read();
        json.Require(json.TokenType is JsonTokenType.String or JsonTokenType.Null, "role must be a string");
        return json.Is("assistant"u8) || json.Is("model"u8) ? ChainBuilder.Assistant
            : json.Is("system"u8) || json.Is("developer"u8) ? System
            : json.Is("tool"u8) || json.Is("function"u8) ? Tool
            : ChainBuilder.User;
    }
}
