using System.Security.Cryptography;

namespace RiskSignals.Simulation;

/// <summary>Files that are hashed while they are written, and take their names together once all are complete.</summary>
internal sealed class HashedFiles : IDisposable
{
    private readonly List<(string Path, FileStream Stream, IncrementalHash Hash)> files = [];

    /// <exception cref="IOException">A file can't be written; none is left begun.</exception>
    public HashedFiles(IEnumerable<string> paths)
    {
        try
        {
            foreach (var path in paths)
            {
                // Found out before anything is lived, and before any file has taken its name.
                if (Directory.Exists(path))
                {
                    throw new IOException($"'{path}' is a folder; a file of that name is to be written. Move it away or choose another folder.");
                }

                files.Add((path, new FileStream(Part(path), FileMode.Create), IncrementalHash.CreateHash(HashAlgorithmName.SHA256)));
            }
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public void Write(int index, ReadOnlySpan<byte> bytes)
    {
        var (_, stream, hash) = files[index];
        hash.AppendData(bytes);
        stream.Write(bytes);
    }

    /// <returns>Hash over the hashes of all files in their order, in lower-case hexadecimal.</returns>
    public string Complete()
    {
        foreach (var (_, stream, _) in files)
        {
            stream.Flush();
        }

        using var all = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var (path, stream, hash) in files)
        {
            stream.Dispose();
            File.Move(Part(path), path, overwrite: true);
            all.AppendData(hash.GetHashAndReset());
        }

        return Convert.ToHexStringLower(all.GetHashAndReset());
    }

    public void Dispose()
    {
        foreach (var (path, stream, hash) in files)
        {
            try
            {
                stream.Dispose();
            }
            catch (IOException)
            {
                // What is left in the buffer doesn't fit on the disk; it goes with the file.
            }

            hash.Dispose();
            File.Delete(Part(path));
        }
    }

    private static string Part(string path) => path + ".part";
}
