using System.Globalization;
using System.Text.Json;

namespace EmbeddedCache.Fingerprints;

/// <summary>Says where a body is wrong, and why. No message quotes the body, as those of the JSON reader do.</summary>
internal static class BodyFault
{
    /// <summary>The exception for a fault that the JSON reader, or a fingerprint, found in the body.</summary>
    public static FormatException Of(ReadOnlySpan<byte> body, JsonException fault)
    {
        int position = 0;
        for (long line = fault.LineNumber ?? 0; line > 0; line--)
        {
            position += body[position..].IndexOf((byte)'\n') + 1;
        }

        position += (int)(fault.BytePositionInLine ?? 0);
        string reason = fault is BodyException ? fault.Message : "this is not JSON, or nested more than 64 levels deep";
        return new FormatException(string.Create(CultureInfo.InvariantCulture, $"Byte {position} of the request body: {reason}."));
    }
}

/// <summary>JSON, but not such a request.</summary>
internal sealed class BodyException(string reason, long position) : JsonException(reason, path: null, lineNumber: 0, bytePositionInLine: position);
