using RiskSignals.Features;

namespace RiskSignals.Tests.Features;

/// <summary>Runs every <see cref="FeatureTable"/> there is, and looks for attributes without a line.</summary>
public sealed class FeatureTableTests
{
    public static TheoryData<string> Tables => [.. FeatureTable.Declared.Select(declared => declared.Name)];

    public static TheoryData<string> Attributes => [.. FeatureCatalog.All.Select(feature => feature.Attribute).Distinct()];

    [Theory]
    [MemberData(nameof(Tables))]
    public void Every_line_of_the_table_holds(string name)
    {
        var table = FeatureTable.Declared.Single(declared => declared.Name == name).Table;
        var faults = table.Lines.Select(table.Fault).OfType<string>().ToArray();
        Assert.True(faults.Length == 0, string.Join('\n', faults));
    }

    [Theory]
    [MemberData(nameof(Attributes))]
    public void Each_attribute_has_a_line_in_a_table(string attribute)
    {
        var named = FeatureTable.Declared.SelectMany(declared => declared.Table.Lines).Select(line => line.Feature).ToHashSet();
        Assert.Contains(FeatureCatalog.All, feature => feature.Attribute == attribute && named.Contains(feature.Name));
    }
}
