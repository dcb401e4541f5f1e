using RiskSignals.Features;

namespace RiskSignals.Tests.Features;

public sealed class FeatureDocumentTests
{
    [Fact]
    public void The_committed_document_is_the_catalogue() => Approved.Matches("docs/features.md", FeatureDocument.Markdown());
}
