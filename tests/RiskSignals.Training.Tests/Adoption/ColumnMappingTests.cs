using RiskSignals.Features;
using RiskSignals.Training.Adoption;
using RiskSignals.Training.Tables;

namespace RiskSignals.Training.Tests.Adoption;

public sealed class ColumnMappingTests
{
    [Fact]
    public void Columns_are_found_by_name_by_place_and_by_being_called_as_the_catalogue_does()
    {
        Assert.Equal(Foreign.Behind, Names(Foreign.Mapping(), Foreign.Columns));
        Assert.Equal(Foreign.Behind, Names(ColumnMapping.None, Foreign.Behind));
        Assert.Equal(Foreign.Behind, Names(Foreign.Mapping(("late_90", Foreign.Behind[1])), [Foreign.Behind[0], "late_90", Foreign.Behind[2]]));
        foreach (var prefix in (string[])["f", "Column_"])
        {
            var places = Foreign.Mapping([.. Foreign.Behind.Select((feature, place) => ($"{prefix}{place}", feature)).Reverse()]);
            Assert.Equal(Foreign.Behind, Names(places, []));
        }
    }

    [Theory]
    [InlineData("late_90", "moon_phase_value_now", "Column 'late_90' is mapped to 'moon_phase_value_now', which is no feature of this catalogue")]
    [InlineData("late_90", "Repayment_late_count_90d", "'Repayment_late_count_90d', which is no feature of this catalogue")]
    [InlineData("late_90", "", "is mapped to '', which is no feature of this catalogue")]
    [InlineData("late_90", "distress_gambling_ratio_90d", "Column 'late_90': Feature 'distress_gambling_ratio_90d' is for")]
    [InlineData("late_90", "income_total_ratio_30d", "Columns 'Ratio' and 'late_90' are both fed by feature 'income_total_ratio_30d'")]
    [InlineData("late_91", "repayment_late_count_90d", "Column 'late_90' of the model is no feature of this catalogue, and no mapping says which one feeds it")]
    [InlineData("late_91", "repayment_late_count_90d", "columns.csv maps column 'late_91', which the model doesn't have; its columns are Ratio, late_90, mob.")]
    public void A_wrong_line_is_refused_by_name(string column, string feature, string fault)
    {
        var mapping = Foreign.Mapping(("Ratio", Foreign.Behind[0]), (column, feature), ("mob", Foreign.Behind[2]));
        var error = Assert.Throws<FormatException>(() => mapping.Features(Foreign.Columns, Foreign.Columns.Length));
        Assert.Contains(fault, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Whatever_no_score_may_read_is_refused_and_all_faults_are_told_together()
    {
        foreach (var feature in FeatureCatalog.All.Where(feature => feature.Use != FeatureUse.Score))
        {
            var mapping = Foreign.Mapping([("a", feature.Name)]);
            Assert.Contains("may not enter a score", Assert.Throws<FormatException>(() => mapping.Features(["a", "b"], 2)).Message, StringComparison.Ordinal);
        }

        var two = Assert.Throws<FormatException>(() => Foreign.Mapping([("a", "x")]).Features(["a", "b"], 2));
        Assert.Contains("Column 'a' is mapped to 'x'", two.Message, StringComparison.Ordinal);
        Assert.Contains("Column 'b' of the model", two.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_model_without_names_needs_every_place_mapped_and_a_file_of_other_columns_is_none()
    {
        var nameless = Assert.Throws<FormatException>(() => ColumnMapping.None.Features([], 2));
        Assert.Contains("gives its columns no names, and no mapping says which feature feeds 'f1'", nameless.Message, StringComparison.Ordinal);
        var header = Assert.Throws<FormatException>(() => ColumnMapping.Of(new RawTable("c.csv", ["feature", "column"], [])));
        Assert.Equal("c.csv has the columns feature,column; 'column,feature' is expected.", header.Message);
        var twice = Assert.Throws<FormatException>(() => Foreign.Mapping(("a", "x"), ("b", "y"), ("a", "z")));
        Assert.Contains("columns.csv, line 4, column 'column' is 'a'; each column of the model is mapped once", twice.Message, StringComparison.Ordinal);
    }

    private static IEnumerable<string> Names(ColumnMapping mapping, string[] columns) =>
        mapping.Features(columns, Foreign.Columns.Length).Select(feature => feature.Name);
}
