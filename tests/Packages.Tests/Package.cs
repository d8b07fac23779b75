using System.IO.Compression;
using System.Reflection.Metadata;
using System.Text;
using System.Xml.Linq;

namespace EmbeddedCache.Packages.Tests;

/// <summary>What stands in a <c>.nupkg</c> and the <c>.snupkg</c> beside it.</summary>
internal sealed class Package
{
    private static readonly Guid SourceLinkKind = new("CC110556-A091-4D38-9FEC-25AB9A351A6A");
    private static readonly Guid EmbeddedSourceKind = new("0E8A571B-6926-466E-B4AD-8AB04611F5FE");

    private readonly Dictionary<string, byte[]> _files;
    private readonly Dictionary<string, byte[]> _symbols;

    public Package(string folder, string id, string version)
    {
        _files = Read(Path.Combine(folder, $"{id}.{version}.nupkg"));
        _symbols = Read(Path.Combine(folder, $"{id}.{version}.snupkg"));
        Library = _files[$"lib/net10.0/{id}.dll"];
        Documentation = Encoding.UTF8.GetString(_files[$"lib/net10.0/{id}.xml"]);
        Symbols = _symbols[$"lib/net10.0/{id}.pdb"];
        Metadata = XDocument.Parse(Encoding.UTF8.GetString(_files[$"{id}.nuspec"]).TrimStart('\uFEFF')).Root!.Elements().Single();
    }

    public XElement Metadata { get; }

    public byte[] Library { get; }

    public byte[] Symbols { get; }

    public string Documentation { get; }

    public IReadOnlyDictionary<string, byte[]> Files => _files;

    public string? Value(string name) => Element(name)?.Value;

    public XElement? Element(string name) => Metadata.Elements().SingleOrDefault(element => element.Name.LocalName == name);

    public IEnumerable<string> Dependencies => Metadata.Descendants().Where(static element => element.Name.LocalName == "dependency").Select(static element => (string)element.Attribute("id")!);

    /// <summary>The SourceLink document of the symbols; null when there is none.</summary>
    public string? SourceLink()
    {
        using MetadataReaderProvider provider = MetadataReaderProvider.FromPortablePdbStream(new MemoryStream(Symbols));
        MetadataReader reader = provider.GetMetadataReader();
        return reader.GetCustomDebugInformation(EntityHandle.ModuleDefinition)
            .Select(reader.GetCustomDebugInformation)
            .Where(information => reader.GetGuid(information.Kind) == SourceLinkKind)
            .Select(information => Encoding.UTF8.GetString(reader.GetBlobBytes(information.Value)))
            .SingleOrDefault();
    }

    /// <summary>The source files whose text the symbols don't hold.</summary>
    public IReadOnlyList<string> SourcesNotEmbedded()
    {
        using MetadataReaderProvider provider = MetadataReaderProvider.FromPortablePdbStream(new MemoryStream(Symbols));
        MetadataReader reader = provider.GetMetadataReader();
        return
        [
            .. reader.Documents
                .Where(handle => !reader.GetCustomDebugInformation(handle).Any(information => reader.GetGuid(reader.GetCustomDebugInformation(information).Kind) == EmbeddedSourceKind))
                .Select(handle => reader.GetString(reader.GetDocument(handle).Name)),
        ];
    }

    private static Dictionary<string, byte[]> Read(string file)
    {
        using ZipArchive archive = ZipFile.OpenRead(file);
        var files = new Dictionary<string, byte[]>(StringComparer.Ordinal);
        foreach (ZipArchiveEntry entry in archive.Entries)
        {
            using Stream stream = entry.Open();
            using var memory = new MemoryStream();
            stream.CopyTo(memory);
            files.Add(entry.FullName, memory.ToArray());
        }

        return files;
    }
}
