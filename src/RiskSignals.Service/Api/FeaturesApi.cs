using RiskSignals.Borrowers;
using RiskSignals.Features;
using RiskSignals.Rpc;
using RiskSignals.V1;

namespace RiskSignals.Service.Api;

/// <summary>Answers for risksignals.v1.Features.</summary>
internal sealed class FeaturesApi
{
    private readonly ListFeaturesReply catalog = new()
    {
        Features = { FeatureCatalog.All.Select(Definition) },
        CatalogSha256 = FeatureCatalog.Hash,
    };

    public Task<ListFeaturesReply> ListFeatures(ListFeaturesRequest request, CallContext context) => Task.FromResult(catalog);

    private static FeatureDefinition Definition(Feature feature) => new()
    {
        Name = feature.Name,
        Group = Codes<FeatureGroup>.Word(feature.Group),
        Meaning = feature.Meaning,
        Unit = feature.Unit,
        Direction = Codes<RiskDirection>.Word(feature.Direction),
        ReasonText = feature.ReasonText ?? "",
        Use = Codes<FeatureUse>.Word(feature.Use),
    };
}
