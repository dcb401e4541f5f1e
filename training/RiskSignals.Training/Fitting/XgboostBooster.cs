using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace RiskSignals.Training.Fitting;

/// <summary>An XGBoost model while it is being fitted.</summary>
internal sealed class XgboostBooster : SafeHandleZeroOrMinusOneIsInvalid
{
    private readonly int columns;

    private XgboostBooster(nint handle, int columns)
        : base(ownsHandle: true)
    {
        SetHandle(handle);
        this.columns = columns;
    }

    /// <summary>An empty model that will see the given matrices, and so keeps their margins from round to round.</summary>
    /// <param name="parameters">The recipe's.</param>
    /// <param name="monotone">1, 0 or −1 a column: the margin may only rise, may move freely, may only fall.</param>
    /// <param name="baseRate">The probability before any tree.</param>
    /// <param name="seed">For the samples of rows and columns.</param>
    /// <param name="threads">Keep below the number of cores; the model's bytes don't depend on it.</param>
    /// <param name="matrices">The rows to fit on and those to be scored between rounds.</param>
    public static XgboostBooster Create(
        FitParameters parameters, IReadOnlyList<int> monotone, double baseRate, int seed, int threads, params XgboostMatrix[] matrices)
    {
        var width = matrices[0].Columns;
        if (monotone.Count != width || Array.Exists(matrices, matrix => matrix.Columns != width))
        {
            throw new ArgumentException($"The matrices and the {monotone.Count} constraints must all have {width} columns.");
        }

        return Create(parameters.ToXgboost(monotone, baseRate, seed, threads), matrices);
    }

    /// <summary>An empty model with XGBoost's own parameters, which it takes unchecked: for shapes that no recipe asks for.</summary>
    public static XgboostBooster Create(IEnumerable<(string Name, string Value)> parameters, params XgboostMatrix[] matrices)
    {
        XgboostNative.Check(XgboostNative.XGBoosterCreate(
            [.. matrices.Select(matrix => matrix.DangerousGetHandle())], (ulong)matrices.Length, out var handle));
        GC.KeepAlive(matrices);
        var booster = new XgboostBooster(handle, matrices[0].Columns);
        foreach (var (name, value) in parameters)
        {
            XgboostNative.Check(XgboostNative.XGBoosterSetParam(booster, name, value));
        }

        return booster;
    }

    /// <summary>A saved model, for comparing XGBoost's own scores with ours.</summary>
    public static unsafe XgboostBooster Load(ReadOnlySpan<byte> model, int columns)
    {
        XgboostNative.RequireLibrary();
        XgboostNative.Check(XgboostNative.XGBoosterCreate([], 0, out var handle));
        var booster = new XgboostBooster(handle, columns);
        fixed (byte* bytes = model)
        {
            XgboostNative.Check(XgboostNative.XGBoosterLoadModelFromBuffer(booster, bytes, (ulong)model.Length));
        }

        return booster;
    }

    /// <summary>Adds one tree.</summary>
    public void Update(int round, XgboostMatrix rows) => XgboostNative.Check(XgboostNative.XGBoosterUpdateOneIter(this, round, rows));

    /// <summary>The log-odds of each row.</summary>
    public float[] Margins(XgboostMatrix rows) => Predict(rows, kind: 1, valuesPerRow: 1);

    /// <summary>The log-odds of each row straight from our memory, without a matrix: XGBoost's fastest way to score.</summary>
    /// <param name="rows">Row after row; NaN is missing.</param>
    /// <param name="margins">One place a row.</param>
    /// <exception cref="ArgumentException">The numbers of values and places don't fit the model's columns.</exception>
    public unsafe void MarginsInPlace(ReadOnlySpan<float> rows, Span<float> margins)
    {
        if (rows.Length != margins.Length * columns)
        {
            throw new ArgumentException($"{rows.Length} values are not {margins.Length} rows of {columns}; give whole rows and one place a row.");
        }

        const string Config = """{"type":1,"missing":NaN,"iteration_begin":0,"iteration_end":0,"strict_shape":false,"cache_id":0}""";
        fixed (float* first = rows)
        {
            var values = $$"""{"data":[{{(ulong)first}},true],"shape":[{{margins.Length}},{{columns}}],"typestr":"<f4","version":3}""";
            XgboostNative.Check(XgboostNative.XGBoosterPredictFromDense(this, values, Config, proxy: 0, out _, out _, out var found));
            new ReadOnlySpan<float>((void*)found, margins.Length).CopyTo(margins);
        }
    }

    /// <summary>The threads that scoring may use from now on.</summary>
    public void SetThreads(int threads) =>
        XgboostNative.Check(XgboostNative.XGBoosterSetParam(this, "nthread", threads.ToString(System.Globalization.CultureInfo.InvariantCulture)));

    /// <summary>The contributions of each row, one a column and the base last.</summary>
    public float[] Contributions(XgboostMatrix rows) => Predict(rows, kind: 2, valuesPerRow: columns + 1);

    /// <summary>The model of the first rounds only, as JSON.</summary>
    public byte[] ToJson(int rounds)
    {
        XgboostNative.Check(XgboostNative.XGBoosterSlice(this, 0, rounds, 1, out var handle));
        using var sliced = new XgboostBooster(handle, columns);
        return sliced.Save("json");
    }

    /// <summary>The whole model.</summary>
    /// <param name="format">XGBoost's name of the form: <c>json</c> or <c>ubj</c>.</param>
    public byte[] Save(string format)
    {
        XgboostNative.Check(XgboostNative.XGBoosterSaveModelToBuffer(this, $$"""{"format":"{{format}}"}""", out var length, out var bytes));
        var model = new byte[length];
        Marshal.Copy(bytes, model, 0, model.Length);
        return model;
    }

    protected override bool ReleaseHandle() => XgboostNative.XGBoosterFree(handle) == 0;

    private float[] Predict(XgboostMatrix rows, int kind, int valuesPerRow)
    {
        // A narrower matrix would be scored without complaint.
        if (rows.Columns != columns)
        {
            throw new ArgumentException($"The rows have {rows.Columns} columns, the model {columns}; give its features in its order.");
        }

        var config = $$"""{"type":{{kind}},"training":false,"iteration_begin":0,"iteration_end":0,"strict_shape":false}""";
        XgboostNative.Check(XgboostNative.XGBoosterPredictFromDMatrix(this, rows, config, out _, out _, out var values));

        // The buffer is the booster's and changes with the next call.
        var copy = new float[rows.Rows * valuesPerRow];
        Marshal.Copy(values, copy, 0, copy.Length);
        return copy;
    }
}
