using System.Globalization;

namespace RiskSignals.Simulation.Realism;

/// <summary>
/// The bank accounts of the Berka data (PKDD'99 Discovery Challenge, P. Berka and M. Sochorova): 682 accounts of a Czech bank, 1993 to 1998,
/// before each took up a loan.
/// </summary>
public static class BerkaStatements
{
    /// <summary>The file of a folder that is read.</summary>
    public const string FileName = "trans_preloan_682.csv";

    private const string Header = "trans_id;account_id;date;type;operation;amount;balance;k_symbol;bank;account";

    /// <summary>The figures of the data, in the order of <see cref="StatementFigures.Names"/>, so that the report needs no data.</summary>
    internal static readonly double[] Published =
    [
        6.241588, 3, 6, 10, 0.23509, 0.816581, 1.199393, 1.741233, 2.538891, 3.817597, 30.645161, 100, 0, 17.200523,
    ];

    /// <summary>Reads the file of a folder.</summary>
    /// <exception cref="FormatException">The file isn't the one expected; the message names the line.</exception>
    internal static IReadOnlyList<StatementShape> Read(string folder)
    {
        var path = Path.Combine(folder, FileName);
        var accounts = new Dictionary<string, List<StatementRow>>(StringComparer.Ordinal);
        var number = 0;
        foreach (var line in File.ReadLines(path))
        {
            number++;
            if (number == 1)
            {
                if (line != Header)
                {
                    throw new FormatException($"{path}, line 1 is '{line}'; expected {Header}.");
                }

                continue;
            }

            var values = line.Split(';');
            if (values.Length != 10
                || !DateOnly.TryParseExact("19" + values[2], "yyyyMMdd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day)
                || !double.TryParse(values[5], CultureInfo.InvariantCulture, out var amount)
                || !double.TryParse(values[6], CultureInfo.InvariantCulture, out var balance))
            {
                throw new FormatException($"{path}, line {number} is '{line}'; expected 10 values with a day as 930226, an amount and a balance.");
            }

            var isCredit = values[3] == "credit";
            var payer = isCredit && values[8].Length > 0 ? $"{values[8]}/{values[9]}" : "";
            if (!accounts.TryGetValue(values[1], out var rows))
            {
                accounts[values[1]] = rows = [];
            }

            rows.Add(new(day, isCredit ? amount : -amount, balance, payer));
        }

        return [.. accounts.Values.Select(StatementShape.Of).OfType<StatementShape>()];
    }
}
