using System.Net;

namespace RiskSignals.Service.Tests;

public class HostOptionsTests
{
    [Fact]
    public void An_option_wins_over_the_environment_and_the_environment_over_the_default()
    {
        var options = HostOptions.Parse(
            ["--data", "given.db", "--grpc-address=[::1]:7001"],
            name => name switch { "RISKSIGNALS_SERVICE_DATA" => "env.db", "RISKSIGNALS_SERVICE_MODELS" => "env-models", _ => null });
        Assert.Equal(("given.db", "env-models", 50), (options.Data, options.Models, options.Capacity));
        Assert.Equal(new IPEndPoint(IPAddress.IPv6Loopback, 7001), options.GrpcAddress);
        Assert.Equal(new IPEndPoint(IPAddress.Loopback, 5002), options.HttpAddress);
        Assert.True(options.RescoresNightly);
    }

    [Theory]
    [InlineData("--colour red", "There is no option '--colour'")]
    [InlineData("data x", "There is no option 'data'")]
    [InlineData("--data", "--data lacks its value")]
    [InlineData("--data a --data b", "--data is given twice")]
    [InlineData("--grpc-address 127.0.0.1", "--grpc-address is '127.0.0.1'; an address and port")]
    [InlineData("--grpc-address host:1", "an address and port such as")]
    [InlineData("--capacity 0", "--capacity is '0'; a whole number from 1 to 1000000")]
    [InlineData("--capacity 1.5", "a whole number")]
    [InlineData("--today 31.3.2024", "--today is '31.3.2024'; a day such as 2024-03-31")]
    public void A_bad_option_is_refused_by_name(string line, string expected)
    {
        var error = Assert.Throws<FormatException>(() => HostOptions.Parse(line.Split(' '), _ => null));
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }
}
