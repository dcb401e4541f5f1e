using System.Globalization;

namespace RiskSignals.Scoring;

/// <summary>
/// The rows that a row is compared with when it is explained: borrowers just on the good side of the limit, so that a reason answers
/// "why are you not among those who just pass".
/// </summary>
public sealed class ReferencePopulation
{
    /// <summary>More rows than this are refused; a hundred are usual.</summary>
    public const int RowsMax = 1_000;

    private readonly float[] values;

    /// <summary>Takes the values as they are, without a copy.</summary>
    /// <param name="width">The number of features of a row, above 0.</param>
    /// <param name="values">Row after row in the model's order of features; finite, or NaN where missing.</param>
    /// <exception cref="ArgumentException">There is no row, a part of one, too many, or a value is infinite.</exception>
    public ReferencePopulation(int width, float[] values)
    {
        if (width < 1 || values.Length == 0 || values.Length % width != 0 || values.Length / width > RowsMax)
        {
            throw new ArgumentException(
                $"The reference population has {values.Length} values in rows of {width}; give between 1 and {RowsMax} whole rows.");
        }

        var infinite = Array.FindIndex(values, float.IsInfinity);
        if (infinite >= 0)
        {
            throw new ArgumentException(
                $"Reference row {infinite / width} has {values[infinite]} as value {infinite % width}; finite values or NaN are expected.");
        }

        Width = width;
        this.values = values;
    }

    /// <summary>The number of features of a row.</summary>
    public int Width { get; }

    /// <summary>The number of rows, at least 1.</summary>
    public int Rows => values.Length / Width;

    /// <summary>All rows, one after the other.</summary>
    public ReadOnlySpan<float> Values => values;

    /// <summary>One row, counted from 0.</summary>
    public ReadOnlySpan<float> Row(int index) => values.AsSpan(index * Width, Width);

    /// <summary>The middle one of the known values of a feature; NaN if none is known.</summary>
    public float Typical(int feature)
    {
        var known = Enumerable.Range(0, Rows).Select(row => Row(row)[feature]).Where(value => !float.IsNaN(value)).Order().ToArray();
        return known.Length == 0 ? float.NaN : known[(known.Length - 1) / 2];
    }

    /// <summary>A text a row: values parted by commas, nothing where missing.</summary>
    internal IReadOnlyList<string> ToText() =>
    [
        .. Enumerable.Range(0, Rows).Select(row => string.Join(
            ',', Row(row).ToArray().Select(value => float.IsNaN(value) ? "" : value.ToString("R", CultureInfo.InvariantCulture)))),
    ];

    /// <summary>Reads such texts.</summary>
    /// <exception cref="ArgumentException">A row has another width, or a value is no finite number.</exception>
    internal static ReferencePopulation Parse(int width, IReadOnlyList<string> rows)
    {
        var values = new float[checked(width * rows.Count)];
        for (var row = 0; row < rows.Count; row++)
        {
            var cells = rows[row].Split(',');
            if (cells.Length != width)
            {
                throw new ArgumentException($"Reference row {row} has {cells.Length} values; the bundle has {width} features.");
            }

            for (var i = 0; i < width; i++)
            {
                values[(row * width) + i] = cells[i].Length == 0 ? float.NaN
                    : float.TryParse(cells[i], NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && float.IsFinite(value) ? value
                    : throw new ArgumentException($"Reference row {row} has '{cells[i]}' as value {i}; a finite number, or nothing, is expected.");
            }
        }

        return new(width, values);
    }
}
