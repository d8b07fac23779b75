using System.Collections.Frozen;
using System.Reflection;
using System.Security.Cryptography;
using Microsoft.Net.Http.Headers;

namespace Gateway.Live;

/// <summary>The files of the page. They are part of the program, so that it finds them wherever it is started.</summary>
internal sealed class PageFiles
{
    private const string Prefix = "page/";

    private readonly FrozenDictionary<string, PageFile> _files;

    public PageFiles()
    {
        Assembly assembly = typeof(PageFiles).Assembly;
        _files = assembly.GetManifestResourceNames()
            .Where(static name => name.StartsWith(Prefix, StringComparison.Ordinal))
            .ToFrozenDictionary(static name => name[Prefix.Length..], name => Read(assembly, name), StringComparer.Ordinal);
    }

    public IResult Get(string name)
    {
        // Asked for anew each time, and sent only when it changed: a program that was replaced must not meet the page of the one before.
        return _files.TryGetValue(name, out PageFile? file)
            ? TypedResults.Bytes(file.Content, file.ContentType, entityTag: file.Tag)
            : TypedResults.NotFound();
    }

    private static PageFile Read(Assembly assembly, string name)
    {
        using Stream resource = assembly.GetManifestResourceStream(name)!;
        byte[] content = new byte[resource.Length];
        resource.ReadExactly(content);
        string contentType = Path.GetExtension(name) switch
        {
            ".html" => "text/html; charset=utf-8",
            ".css" => "text/css; charset=utf-8",
            ".js" => "text/javascript; charset=utf-8",
            ".svg" => "image/svg+xml",
            string other => throw new InvalidOperationException($"The page has a file of a kind that is not known: '{other}'."),
        };
        return new PageFile(content, contentType, new EntityTagHeaderValue($"\"{Convert.ToHexStringLower(SHA256.HashData(content).AsSpan(0, 8))}\""));
    }

    private sealed record PageFile(byte[] Content, string ContentType, EntityTagHeaderValue Tag);
}
