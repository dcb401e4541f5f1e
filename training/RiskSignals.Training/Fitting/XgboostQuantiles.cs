using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using RiskSignals.Features;

namespace RiskSignals.Training.Fitting;

/// <summary>
/// Hands columns to XGBoost batch by batch, which keeps the bin of each value and no copy of it: a byte a value instead of eight.
/// </summary>
internal sealed unsafe class XgboostQuantiles
{
    /// <summary>Smaller batches cost XGBoost's threads many more meetings, larger ones memory.</summary>
    public const int BatchBytes = 32 << 20;

    private readonly FeatureMatrix rows;
    private readonly int[]? chosen;
    private readonly float[]? weights;
    private readonly nint proxy;
    private readonly float* batch;
    private readonly int batchRows;
    private int next;

    private XgboostQuantiles(FeatureMatrix rows, int[]? chosen, float[]? weights, nint proxy, float* batch, int batchRows)
    {
        (this.rows, this.chosen, this.weights, this.proxy) = (rows, chosen, weights, proxy);
        this.batch = batch;
        this.batchRows = batchRows;
    }

    /// <summary>The matrix of the columns' bins; its handle is the caller's to free.</summary>
    /// <param name="rows">Finite values, NaN where missing.</param>
    /// <param name="chosen">The numbers of the rows that count, in their order; null for all.</param>
    /// <param name="weights">One a chosen row, which the bins share out evenly; null when all count the same.</param>
    /// <param name="bins">Bins a column is cut into, the same as the fit's.</param>
    /// <param name="threads">No bin depends on it.</param>
    /// <param name="batchBytes">Room for a batch; no bin depends on it.</param>
    public static nint Matrix(FeatureMatrix rows, int[]? chosen, float[]? weights, int bins, int threads, int batchBytes)
    {
        var batchRows = Math.Clamp(batchBytes / sizeof(float) / rows.Names.Count, 1, chosen?.Length ?? rows.Rows);
        XgboostNative.Check(XgboostNative.XGProxyDMatrixCreate(out var proxy));
        var batch = (float*)NativeMemory.Alloc((nuint)batchRows * (nuint)rows.Names.Count, sizeof(float));
        var self = GCHandle.Alloc(new XgboostQuantiles(rows, chosen, weights, proxy, batch, batchRows));
        try
        {
            var config = string.Create(CultureInfo.InvariantCulture, $$"""{"missing":NaN,"nthread":{{threads}},"max_bin":{{bins}}}""");
            XgboostNative.Check(XgboostNative.XGQuantileDMatrixCreateFromCallback(
                GCHandle.ToIntPtr(self), proxy, reference: 0, &Reset, &Next, config, out var matrix));
            return matrix;
        }
        finally
        {
            self.Free();
            NativeMemory.Free(batch);
            XgboostNative.Check(XgboostNative.XGDMatrixFree(proxy));
        }
    }

    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static void Reset(nint self) => Of(self).next = 0;

    /// <summary>Sets the next batch; 0 when there is none left. An exception must not cross into native code, and nothing here throws one.</summary>
    [UnmanagedCallersOnly(CallConvs = [typeof(CallConvCdecl)])]
    private static int Next(nint self) => Of(self).Give() ? 1 : 0;

    private static XgboostQuantiles Of(nint self) => (XgboostQuantiles)GCHandle.FromIntPtr(self).Target!;

    private bool Give()
    {
        var (count, width) = (Math.Min(batchRows, (chosen?.Length ?? rows.Rows) - next), rows.Names.Count);
        if (count == 0)
        {
            return false;
        }

        XgboostMatrix.Interleave(rows, chosen, next, new Span<float>(batch, count * width));
        var first = next;
        next += count;
        var array = string.Create(
            CultureInfo.InvariantCulture, $$"""{"data":[{{(ulong)batch}},true],"shape":[{{count}},{{width}}],"typestr":"<f4","version":3}""");
        return XgboostNative.XGProxyDMatrixSetDataDense(proxy, array) == 0
            && (weights is null || XgboostNative.XGDMatrixSetFloatInfo(proxy, "weight", ref weights[first], (ulong)count) == 0);
    }
}
