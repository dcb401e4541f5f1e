namespace RiskSignals.Service.Tests;

/// <summary>One host for the tests of a class that only read, or write what no other test looks at.</summary>
public sealed class SharedHost : IAsyncLifetime
{
    internal ServiceHost Host { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Host = await ServiceHost.Start(new TestFolder(borrowers: 60));
    }

    public async Task DisposeAsync()
    {
        await Host.DisposeAsync();
        Host.Folder.Dispose();
    }
}
