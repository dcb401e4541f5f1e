using System.CommandLine;
using System.Globalization;
using RiskSignals.Training.Tables;

namespace RiskSignals.Cli;

/// <summary>The options that say what the columns of a table are, the same for training and for the benchmark.</summary>
internal sealed class TableOptions
{
    private readonly Option<string> label = new("--label") { Description = "The table's column of outcomes, 0 or 1" };
    private readonly Option<string> id = new("--id") { Description = "The column that names each row" };
    private readonly Option<string> group = new("--group") { Description = "The column of the borrower; a borrower's rows are never on both sides of a test" };
    private readonly Option<string> asOf = new("--as-of") { Description = "The column of the day each row was looked from, as 2024-03-31: later days test" };
    private readonly Option<string[]> categorical = Names("--categorical", "Columns of categories, as A,B; all others are numbers");
    private readonly Option<string[]> drop = Names("--drop", "Columns to leave out, as A,B");
    private readonly Option<string[]> special = new("--special")
    {
        Description = "Values that stand for something of their own, as COLUMN:-1=never,-2=unknown; once a column",
    };

    public IEnumerable<Option> All => [label, id, group, asOf, categorical, drop, special];

    /// <exception cref="FormatException">The label is not named, or a special value can't be read.</exception>
    public TableChoice Choice(ParseResult parsed) => new(parsed.GetValue(label) ?? throw new FormatException("Name the column of outcomes with --label."))
    {
        Id = parsed.GetValue(id),
        Group = parsed.GetValue(group),
        AsOf = parsed.GetValue(asOf),
        Categorical = parsed.GetValue(categorical) ?? [],
        Drop = parsed.GetValue(drop) ?? [],
        Special = (parsed.GetValue(special) ?? []).Select(Special).ToDictionary(one => one.Column, one => one.Codes),
    };

    internal static (string Column, IReadOnlyList<SpecialCode> Codes) Special(string text)
    {
        var colon = text.IndexOf(':', StringComparison.Ordinal);
        var codes = text[(colon + 1)..].Split(',').Select(part => part.Split('=', 2)).ToArray();
        return colon > 0 && Array.TrueForAll(codes, code =>
            code.Length == 2 && float.TryParse(code[0], NumberStyles.Float, CultureInfo.InvariantCulture, out var value) && float.IsFinite(value))
            ? (text[..colon], [.. codes.Select(code => new SpecialCode(float.Parse(code[0], CultureInfo.InvariantCulture), code[1].Trim()))])
            : throw new FormatException($"--special is '{text}'; COLUMN:code=meaning,… with numbers as codes is expected.");
    }

    private static Option<string[]> Names(string name, string description) => new(name)
    {
        Description = description,
        CustomParser = result =>
            [.. result.Tokens.SelectMany(token => token.Value.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))],
    };
}
