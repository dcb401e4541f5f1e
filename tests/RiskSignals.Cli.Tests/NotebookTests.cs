using System.Diagnostics;

namespace RiskSignals.Cli.Tests;

public class NotebookTests
{
    /// <summary>Runs the notebook headless; a cell that fails, its own assertions included, fails the test.</summary>
    [PythonFact("nbconvert", "pandas", "matplotlib", "grpc", "google.protobuf")]
    public void The_first_look_runs_from_top_to_bottom()
    {
        var folder = Directory.CreateTempSubdirectory("risksignals-notebook-").FullName;
        try
        {
            var start = new ProcessStartInfo(
                PythonFactAttribute.Python,
                [
                    "-m", "nbconvert", "--to", "notebook", "--execute", "--ExecutePreprocessor.timeout=300", "--output-dir", folder,
                    Path.Combine(Checkout.Root, "notebooks", "first-look.ipynb"),
                ])
            {
                RedirectStandardError = true,
                WorkingDirectory = Path.Combine(Checkout.Root, "notebooks"),
            };
            start.Environment["RISK_PROGRAM"] = Path.Combine(AppContext.BaseDirectory, "risk.dll");
            start.Environment["MPLBACKEND"] = "agg";
            start.Environment["TMPDIR"] = folder;
            using var process = Process.Start(start)!;
            var said = process.StandardError.ReadToEnd();
            process.WaitForExit();
            Assert.True(process.ExitCode == 0, said);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
