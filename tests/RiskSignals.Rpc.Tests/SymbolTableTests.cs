namespace RiskSignals.Rpc.Tests;

public sealed class SymbolTableTests
{
    private readonly SymbolTable _symbols = new([TaggedReflection.Descriptor]);

    [Theory]
    [InlineData("risksignals.rpc.tests.Parcel", "tagged.proto")]
    [InlineData("risksignals.rpc.tests.Parcel.Label", "tagged.proto")]
    [InlineData("risksignals.rpc.tests.Parcel.Label.street", "tagged.proto")]
    [InlineData("risksignals.rpc.tests.Parcel.content", "tagged.proto")]
    [InlineData("risksignals.rpc.tests.Weight", "tagged.proto")]
    [InlineData("risksignals.rpc.tests.WEIGHT_LIGHT", "tagged.proto")]
    [InlineData("risksignals.rpc.tests.personal", "tagged.proto")]
    [InlineData("google.protobuf.FieldOptions.CType", "google/protobuf/descriptor.proto")]
    [InlineData("google.protobuf.FieldOptions.CORD", "google/protobuf/descriptor.proto")]
    [InlineData("risksignals.rpc.tests.Weight.WEIGHT_LIGHT", null)]
    [InlineData("Parcel", null)]
    public void A_name_leads_to_the_file_that_declares_it(string symbol, string? file) =>
        Assert.Equal(file, _symbols.FileWith(symbol)?.Name);

    [Fact]
    public void Extensions_are_found_by_the_message_they_extend()
    {
        Assert.Equal([50001], _symbols.Extensions("google.protobuf.FieldOptions").Select(extension => extension.FieldNumber));
        Assert.Empty(_symbols.Extensions("google.protobuf.FileOptions"));
    }

    [Fact]
    public void A_file_brings_its_imports_each_once() => Assert.Equal(
        ["tagged.proto", "google/protobuf/descriptor.proto"],
        SymbolTable.WithImports(TaggedReflection.Descriptor).Select(file => file.Name));
}
