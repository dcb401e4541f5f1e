using System.Runtime.InteropServices;

namespace RiskSignals.Training.Fitting;

/// <summary>The functions of XGBoost's C library that fitting needs; a return of other than 0 means that it left an error text.</summary>
internal static partial class XgboostNative
{
    private const string Library = "libxgboost.so.0";

    /// <summary>Turns a return code into an exception with XGBoost's own text.</summary>
    /// <exception cref="XgboostException">The code isn't 0.</exception>
    public static void Check(int code)
    {
        if (code != 0)
        {
            throw new XgboostException($"XGBoost failed: {Marshal.PtrToStringUTF8(XGBGetLastError())}");
        }
    }

    /// <summary>Makes sure that the library is there, before the first call fails in a way that helps nobody.</summary>
    /// <exception cref="XgboostException">It isn't; the message says what to install.</exception>
    public static void RequireLibrary()
    {
        if (!NativeLibrary.TryLoad(Library, typeof(XgboostNative).Assembly, null, out _))
        {
            throw new XgboostException($"{Library} can't be loaded; training needs it: install the Debian package libxgboost0.");
        }
    }

    /// <summary>The version of the library that was loaded, as <c>1.7.4</c>.</summary>
    public static string Version()
    {
        RequireLibrary();
        XGBoostVersion(out var major, out var minor, out var patch);
        return $"{major}.{minor}.{patch}";
    }

    [LibraryImport(Library)]
    public static partial int XGDMatrixCreateFromMat(ref float data, ulong rows, ulong columns, float missing, out nint matrix);

    [LibraryImport(Library)]
    public static partial int XGProxyDMatrixCreate(out nint proxy);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int XGProxyDMatrixSetDataDense(nint proxy, string array);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static unsafe partial int XGQuantileDMatrixCreateFromCallback(
        nint rows,
        nint proxy,
        nint reference,
        delegate* unmanaged[Cdecl]<nint, void> reset,
        delegate* unmanaged[Cdecl]<nint, int> next,
        string config,
        out nint matrix);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int XGDMatrixSetFloatInfo(nint matrix, string field, ref float values, ulong length);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int XGDMatrixSetFloatInfo(XgboostMatrix matrix, string field, ref float values, ulong length);

    [LibraryImport(Library)]
    public static partial int XGDMatrixFree(nint matrix);

    [LibraryImport(Library)]
    public static partial int XGBoosterCreate(nint[] matrices, ulong length, out nint booster);

    [LibraryImport(Library)]
    public static partial int XGBoosterFree(nint booster);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int XGBoosterSetParam(XgboostBooster booster, string name, string value);

    [LibraryImport(Library)]
    public static partial int XGBoosterUpdateOneIter(XgboostBooster booster, int iteration, XgboostMatrix matrix);

    [LibraryImport(Library)]
    public static partial int XGBoosterSlice(XgboostBooster booster, int from, int toExcl, int step, out nint sliced);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int XGBoosterPredictFromDMatrix(
        XgboostBooster booster, XgboostMatrix matrix, string config, out nint shape, out ulong dimensions, out nint values);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int XGBoosterPredictFromDense(
        XgboostBooster booster, string values, string config, nint proxy, out nint shape, out ulong dimensions, out nint margins);

    [LibraryImport(Library, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int XGBoosterSaveModelToBuffer(XgboostBooster booster, string config, out ulong length, out nint bytes);

    [LibraryImport(Library)]
    public static unsafe partial int XGBoosterLoadModelFromBuffer(XgboostBooster booster, byte* bytes, ulong length);

    [LibraryImport(Library)]
    private static partial nint XGBGetLastError();

    [LibraryImport(Library)]
    private static partial void XGBoostVersion(out int major, out int minor, out int patch);
}
