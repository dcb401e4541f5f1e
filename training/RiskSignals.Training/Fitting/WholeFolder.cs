using System.ComponentModel;
using System.Runtime.InteropServices;

namespace RiskSignals.Training.Fitting;

/// <summary>
/// Writes a folder that is there whole or not at all, whoever ends the program or cuts the power: the files go into a hidden folder beside
/// it, are forced onto the disk, and the folder gets its name in one step. Readers of bundles pass hidden folders by.
/// </summary>
internal static partial class WholeFolder
{
    private const string Hidden = ".writing-";

    /// <summary>A hidden folder this old has lost its writer, which needs no more than seconds.</summary>
    private static readonly TimeSpan Lost = TimeSpan.FromHours(1);

    /// <summary>Writes files into a new folder.</summary>
    /// <param name="root">The folder of hidden folders, on the same disk; made if absent.</param>
    /// <param name="folder">The folder to be; it must not be there.</param>
    /// <exception cref="IOException">It is there, or can't be written.</exception>
    public static void Write(string root, string folder, IEnumerable<(string Name, ReadOnlyMemory<byte> Bytes)> files)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(folder)!);
        Directory.CreateDirectory(root);
        DeleteLost(root);
        var beside = Path.Combine(root, Hidden + Guid.NewGuid().ToString("N"));
        Directory.CreateDirectory(beside);
        try
        {
            foreach (var (name, bytes) in files)
            {
                using var file = new FileStream(Path.Combine(beside, name), FileMode.CreateNew, FileAccess.Write);
                file.Write(bytes.Span);
                file.Flush(flushToDisk: true);
            }

            ForceNames(beside);
            Directory.Move(beside, folder);
            ForceNames(Path.GetDirectoryName(folder)!);
        }
        catch
        {
            if (Directory.Exists(beside))
            {
                Directory.Delete(beside, recursive: true);
            }

            throw;
        }
    }

    /// <summary>What a writer left that was killed half way.</summary>
    private static void DeleteLost(string root)
    {
        foreach (var left in Directory.GetDirectories(root, Hidden + "*").Where(left => DateTime.UtcNow - Directory.GetLastWriteTimeUtc(left) > Lost))
        {
            Directory.Delete(left, recursive: true);
        }
    }

    /// <summary>Forces a folder's list of names onto the disk, which .NET has no call for.</summary>
    private static void ForceNames(string folder)
    {
        var descriptor = Open(folder, flags: 0);
        var isForced = descriptor >= 0 && Synchronise(descriptor) == 0;
        var error = Marshal.GetLastPInvokeError();
        if (descriptor >= 0)
        {
            _ = Close(descriptor);
        }

        if (!isForced)
        {
            throw new IOException($"{folder} can't be forced onto the disk: {new Win32Exception(error).Message}");
        }
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Synchronise(int descriptor);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    private static partial int Close(int descriptor);
}
