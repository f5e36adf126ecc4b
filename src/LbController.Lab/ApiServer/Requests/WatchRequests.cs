using System.Globalization;
using System.Text.Json.Nodes;
using LbController.Lab.ApiServer.Json;
using LbController.Lab.ApiServer.Resources;
using LbController.Lab.ApiServer.Store;
using Microsoft.AspNetCore.Http;

namespace LbController.Lab.ApiServer.Requests;

/// <summary>Watches: the changes of a resource as a stream of JSON lines.</summary>
/// <param name="bookmarkPeriod">How often a watch that asked for bookmarks gets one while nothing else is sent.</param>
internal sealed class WatchRequests(ObjectStore store, TimeSpan bookmarkPeriod, CancellationToken stopping)
{
    private static readonly TimeSpan LongestWatch = TimeSpan.FromMinutes(45);

    public async Task WatchAsync(HttpContext context, ResourceType type, RequestTarget target)
    {
        var query = context.Request.Query;
        var scope = new ListScope(type, target, query);
        var lines = new WatchLines(type, scope, new AnswerShape(type, context.Request));
        var bookmarks = IsTrue(query["allowWatchBookmarks"]);
        var start = Start(type, scope, query, lines, bookmarks);

        context.Response.ContentType = Answers.Json;
        await context.Response.StartAsync(context.RequestAborted).ConfigureAwait(false);
        await SendAsync(context, lines.Take()).ConfigureAwait(false);
        if (start is not { } cursor)
        {
            return;
        }
        using var end = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, stopping);
        end.CancelAfter(Duration(query));
        try
        {
            await FollowAsync(context, type, lines, cursor, bookmarks, end.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            // The time is over, the server stops or the client has gone: each ends a watch without further words.
        }
    }

    /// <summary>The revision from which changes are to be sent, or null when the watch was answered with an error.</summary>
    private long? Start(ResourceType type, ListScope scope, IQueryCollection query, WatchLines lines, bool bookmarks)
    {
        var asked = query["resourceVersion"] is [{ Length: > 0 } text] ? Version(text) : 0;
        var initial = IsTrue(query["sendInitialEvents"]);
        lock (store.Gate)
        {
            if (initial || (asked == 0 && !query.ContainsKey("sendInitialEvents")))
            {
                lines.AddAll(store.List(type.Storage, scope.Namespace));
                if (initial && bookmarks)
                {
                    lines.AddBookmark(store.Revision, endOfInitialEvents: true);
                }
                return store.Revision;
            }
            var forgotten = store.Log(type.Storage).ForgottenRevision;
            if (asked != 0 && (asked < forgotten || asked > store.Revision))
            {
                lines.AddError(Refusals.Expired(asked, forgotten));
                return null;
            }
            return asked == 0 ? store.Revision : asked;
        }
    }

    private async Task FollowAsync(HttpContext context, ResourceType type, WatchLines lines, long cursor, bool bookmarks, CancellationToken end)
    {
        while (true)
        {
            Task changed;
            lock (store.Gate)
            {
                var log = store.Log(type.Storage);
                if (cursor < log.ForgottenRevision)
                {
                    lines.AddError(Refusals.Expired(cursor, log.ForgottenRevision));
                }
                lines.AddChanges(log.After(cursor));
                cursor = store.Revision;
                changed = log.Changed;
            }
            var failed = lines.Failed;
            await SendAsync(context, lines.Take()).ConfigureAwait(false);
            if (failed)
            {
                return;
            }
            bool woken;
            try
            {
                woken = await WaitAsync(changed, bookmarks, end).ConfigureAwait(false);
            }
            catch (OperationCanceledException) when (bookmarks && !context.RequestAborted.IsCancellationRequested)
            {
                // The last word of a watch whose time is over says from where to go on.
                lines.AddBookmark(cursor, endOfInitialEvents: false);
                await SendAsync(context, lines.Take()).ConfigureAwait(false);
                return;
            }
            if (!woken)
            {
                lock (store.Gate)
                {
                    // A bookmark promises that everything up to its revision was sent.
                    if (!changed.IsCompleted)
                    {
                        cursor = store.Revision;
                        lines.AddBookmark(cursor, endOfInitialEvents: false);
                    }
                }
            }
        }
    }

    private async Task<bool> WaitAsync(Task changed, bool bookmarks, CancellationToken end)
    {
        try
        {
            await changed.WaitAsync(bookmarks ? bookmarkPeriod : Timeout.InfiniteTimeSpan, end).ConfigureAwait(false);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    private static async Task SendAsync(HttpContext context, ReadOnlyMemory<byte> lines)
    {
        if (lines.Length > 0)
        {
            await context.Response.Body.WriteAsync(lines, context.RequestAborted).ConfigureAwait(false);
        }
        await context.Response.Body.FlushAsync(context.RequestAborted).ConfigureAwait(false);
    }

    private static TimeSpan Duration(IQueryCollection query) =>
        int.TryParse(query["timeoutSeconds"], CultureInfo.InvariantCulture, out var seconds) && seconds > 0
            ? TimeSpan.FromSeconds(seconds)
            : LongestWatch;

    private static long Version(string text) => long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var version)
        ? version
        : throw Refusals.BadRequest($"resourceVersion: Invalid value: \"{text}\": must be a number");

    private static bool IsTrue(string? value) => value is "true" or "1";
}
