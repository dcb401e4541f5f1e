using System.Text;
using RiskSignals.Borrowers;

namespace RiskSignals.Tests.Borrowers;

public class FactKindsTests
{
    [Fact]
    public void Every_kind_of_fact_is_listed_once()
    {
        var facts = typeof(Fact).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(Fact)));
        Assert.Equal(facts.OrderBy(type => type.Name), FactKinds.All.Select(kind => kind.FactType).OrderBy(type => type.Name));
    }

    [Fact]
    public void Every_kind_reads_back_what_it_writes()
    {
        foreach (var kind in FactKinds.All)
        {
            foreach (var filled in new[] { true, false })
            {
                var fact = TextFactReader.Read(kind, [.. kind.Fields.Select(field => field.Optional && !filled ? "" : Example(field))]);
                var text = new StringBuilder();
                new TextFactWriter(text).Row(kind, fact);
                Assert.Equal(fact, TextFactReader.Read(kind, text.ToString().TrimEnd('\n').Split(',')));
            }
        }
    }

    [Fact]
    public void Every_kind_begins_with_the_borrower_and_ends_with_known_on() =>
        Assert.All(FactKinds.All, kind =>
        {
            Assert.Equal("borrower_id", kind.Fields[0].Name);
            Assert.Equal("known_on", kind.Fields[^1].Name);
            Assert.Subset(kind.Fields.Select(field => field.Name).ToHashSet(), kind.KeyFields.ToHashSet());
        });

    [Fact]
    public void The_documented_files_are_the_files_that_are_read() => Approved.Matches("docs/files.md", FactDocument.Markdown());

    [Theory]
    [InlineData("amount", "12.50", "a decimal")]
    [InlineData("amount", "0", "below the least")]
    [InlineData("amount", "", "empty")]
    [InlineData("amount", "9999999999999999999", "out of range")]
    [InlineData("effective_on", "2024-02-30", "no such day")]
    [InlineData("effective_on", "0001-01-01", "a placeholder day")]
    [InlineData("effective_on", "01/02/2024", "another order")]
    [InlineData("method", "DirectDebit", "not the listed word")]
    [InlineData("known_on", "2024-02-01", "a day where a moment is asked")]
    [InlineData("loan_id", "a\u0000b", "a control character")]
    public void A_value_that_does_not_fit_is_refused_with_its_field(string field, string value, string why)
    {
        var row = FactKinds.Payments.Fields.Select(column => column.Name == field ? value : Example(column)).ToArray();
        var refused = Assert.Throws<FactRefusedException>(() => TextFactReader.Read(FactKinds.Payments, row));
        Assert.True(field == refused.Field, why);
        Assert.NotEmpty(refused.Expected);
    }

    private static string Example(FactField field) => field.Type switch
    {
        FactFieldType.Text => "x-1",
        FactFieldType.Code => field.Codes![^1],
        FactFieldType.Day => "2024-02-29",
        FactFieldType.Instant => "2024-02-29T23:59:59Z",
        FactFieldType.Flag => "true",
        _ => "7",
    };
}
