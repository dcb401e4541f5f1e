using System.Net;
using RiskSignals.Rpc;
using RiskSignals.Rpc.Tests;
using RiskSignals.V1;

namespace RiskSignals.Service.Tests;

public class ApiKeyTests
{
    private const string Key = "k7Qd0lWmZp3vYtR8sXbN5cJh";

    private const string Shown = """
        header        | value                            | outcome         | because
        x-api-key     | k7Qd0lWmZp3vYtR8sXbN5cJh         | Ok              | the key as it stands in the file
        authorization | Bearer k7Qd0lWmZp3vYtR8sXbN5cJh  | Ok              | the other way to show it
        authorization | bearer k7Qd0lWmZp3vYtR8sXbN5cJh  | Ok              | schemes have no case
        x-api-key     | 2ndKeyForTheDashboard000         | Ok              | any line of the file will do
        x-other       | k7Qd0lWmZp3vYtR8sXbN5cJh         | Unauthenticated | no key is shown where it belongs
        x-api-key     | k7Qd0lWmZp3vYtR8sXbN5cJ          | Unauthenticated | one character short
        x-api-key     | k7Qd0lWmZp3vYtR8sXbN5cJhh        | Unauthenticated | one too many
        x-api-key     | K7QD0LWMZP3VYTR8SXBN5CJH         | Unauthenticated | keys have case
        authorization | Basic k7Qd0lWmZp3vYtR8sXbN5cJh   | Unauthenticated | another scheme
        x-api-key     | ops                              | Unauthenticated | a caller's name is no key
        """;

    [Fact]
    public async Task A_call_is_let_in_by_a_key_and_by_nothing_else()
    {
        using var folder = new TestFolder(borrowers: 1);
        await File.WriteAllTextAsync(folder.Path("keys"), $"# callers\nops {Key}\n\ndashboard 2ndKeyForTheDashboard000\n");
        await using var host = await ServiceHost.Start(folder, change: options => options with { ApiKeyFile = folder.Path("keys") });
        foreach (var row in TextTable.Rows(Shown, columns: 4))
        {
            Assert.Equal((row[2], row[3]), (await Outcome(host, row[0], row[1]), row[3]));
        }

        using var http = new HttpClient();
        using var refused = await http.PostAsync(new Uri(host.Http, "risksignals.v1.Features/ListFeatures"), JsonBody());
        Assert.Equal(HttpStatusCode.Unauthorized, refused.StatusCode);
        Assert.Contains("\"unauthenticated\"", await refused.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        using var health = await http.PostAsync(new Uri(host.Http, "grpc.health.v1.Health/Check"), JsonBody());
        Assert.Contains("SERVING", await health.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0.0.0.0:0", "127.0.0.1:0", "0.0.0.0:0 is reachable from other machines; give --api-key-file, or listen on 127.0.0.1.")]
    [InlineData("127.0.0.1:0", "[::]:0", "[::]:0 is reachable from other machines; give --api-key-file, or listen on 127.0.0.1.")]
    public void Without_keys_only_loopback_is_served(string grpc, string http, string expected)
    {
        using var folder = new TestFolder(borrowers: 0);
        var options = HostOptions.Parse(
            ["--data", folder.Data, "--models", folder.Models, "--grpc-address", grpc, "--http-address", http], _ => null);
        Assert.Equal(expected, Assert.Throws<FormatException>(() => ScoringHost.Build(options, TimeProvider.System)).Message);
    }

    [Theory]
    [InlineData("ops short", "line 1: expected are a name and a key of at least 24 characters")]
    [InlineData("k7Qd0lWmZp3vYtR8sXbN5cJh", "line 1: expected are a name and a key")]
    [InlineData("# nobody yet", "holds no key")]
    [InlineData("a k7Qd0lWmZp3vYtR8sXbN5cJh\na j7Qd0lWmZp3vYtR8sXbN5cJh", "line 2: the caller 'a' has a key already")]
    public void A_bad_key_file_is_refused_without_showing_a_key(string text, string expected)
    {
        using var folder = new TestFolder(borrowers: 0);
        File.WriteAllText(folder.Path("keys"), text);
        var error = Assert.Throws<FormatException>(() => ApiKeys.Read(folder.Path("keys")));
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("7Qd0", error.Message, StringComparison.Ordinal);
    }

    private static StringContent JsonBody() => new("{}", System.Text.Encoding.UTF8, "application/json");

    private static async Task<string> Outcome(ServiceHost host, string header, string value)
    {
        using var client = host.ClientWith([(header, value)]);
        try
        {
            await client.Call<ListFeaturesRequest, ListFeaturesReply>(
                FeaturesReflection.Descriptor.Services[0].FindMethodByName("ListFeatures"), new());
            return nameof(RpcCode.Ok);
        }
        catch (RpcFailure failure)
        {
            return failure.Code.ToString();
        }
    }
}
