using Microsoft.AspNetCore.Builder;

namespace LbController.Host.Web;

/// <summary>
/// A web server without configuration files. The usual one looks for some in the working directory and watches it with all that is below, which in a
/// container is the root, with <c>/proc</c> and <c>/sys</c>: a start takes minutes.
/// </summary>
internal static class PlainWeb
{
    public static WebApplicationBuilder CreateBuilder() => WebApplication.CreateSlimBuilder(new WebApplicationOptions
    {
        ContentRootPath = AppContext.BaseDirectory,
        Args = ["--hostBuilder:reloadConfigOnChange=false"],
    });
}
