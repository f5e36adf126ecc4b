using LbController.Cli;

return await CommandLine.RunAsync(args, Terminal.OfProcess());
