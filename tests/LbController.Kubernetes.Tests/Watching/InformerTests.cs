using System.Net;
using LbController.Core.Snapshot;
using LbController.Engine.Facts;
using LbController.Kubernetes.Tests.Client;

namespace LbController.Kubernetes.Tests.Watching;

public sealed class InformerTests
{
    [Fact]
    public async Task The_list_is_read_page_by_page_and_watched_from_its_version()
    {
        await using var api = new WatchedApi();
        api.Lists.Enqueue(() => WatchedApi.List(7, "page/2", WatchedApi.Object("a", 3)));
        api.Lists.Enqueue(() => WatchedApi.List(7, "", WatchedApi.Object("b", 4)));
        api.Start();

        await api.NextWatchAsync();

        Assert.Equal("+a +b", api.Story);
        Assert.Equal(1, api.FirstLists);
        Assert.Equal(["?limit=500", "?limit=500&continue=page/2"], api.ListRequests.Select(request => request.Query));
        Assert.Contains("allowWatchBookmarks=true", api.WatchRequests[0].Query, StringComparison.Ordinal);
        Assert.EndsWith("resourceVersion=7", api.WatchRequests[0].Query, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Events_become_facts()
    {
        await using var api = new WatchedApi().Listing(1);
        api.Start();
        var watch = await api.NextWatchAsync();

        await watch.SendAsync("ADDED", WatchedApi.Object("a", 2));
        await watch.SendAsync("MODIFIED", WatchedApi.Object("a", 3, """{"team":"red"}"""));
        await watch.SendAsync("DELETED", WatchedApi.Object("a", 4));

        await api.StoryIs("+a +a -a");
        var modified = Assert.IsType<Fact.Seen>(api.Facts[1]);
        Assert.Equal("red", Assert.IsType<NamespaceSnapshot>(modified.Object).Labels["team"]);
        Assert.Equal(new Fact.Gone(typeof(NamespaceSnapshot), new ObjectKey("", "a")), api.Facts[2]);
    }

    [Fact]
    public async Task Who_asks_for_a_new_list_gets_one_that_began_after_the_question()
    {
        await using var api = new WatchedApi().Listing(1, WatchedApi.Object("a", 1)).Listing(5, WatchedApi.Object("b", 4));
        api.Start();
        await api.NextWatchAsync();

        var asked = api.RelistAsync();
        await api.NextWatchAsync();

        await asked;
        Assert.Equal(2, api.ListRequests.Count);
        Assert.Equal("+a +b -a", api.Story);
        Assert.EndsWith("resourceVersion=5", api.WatchRequests[1].Query, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_list_under_way_is_given_up_for_one_that_begins_after_the_question()
    {
        await using var api = new WatchedApi();
        Task? asked = null;
        api.Lists.Enqueue(() => WatchedApi.List(1, "more", WatchedApi.Object("a", 1)));
        api.Lists.Enqueue(() =>
        {
            asked = api.RelistAsync();
            return WatchedApi.List(1, "even more", WatchedApi.Object("c", 1));
        });
        api.Listing(5, WatchedApi.Object("b", 4));
        api.Start();
        await api.NextWatchAsync();

        await asked!;
        Assert.Equal("+a +b -a", api.Story);
        Assert.Equal(3, api.ListRequests.Count);
        Assert.DoesNotContain("continue=", api.ListRequests[2].Query, StringComparison.Ordinal);
        Assert.Equal(1, api.FirstLists);
    }

    [Fact]
    public async Task A_new_list_that_fails_is_tried_again_before_it_is_an_answer()
    {
        await using var api = new WatchedApi().Listing(1);
        api.Start();
        await api.NextWatchAsync();
        api.Lists.Enqueue(() => new HttpResponseMessage(HttpStatusCode.ServiceUnavailable));
        api.Listing(5, WatchedApi.Object("b", 4));

        var asked = api.RelistAsync();
        await api.NextWatchAsync();

        await asked;
        Assert.Equal(3, api.ListRequests.Count);
        Assert.Equal("+b", api.Story);
    }

    [Fact]
    public async Task A_watch_that_ends_goes_on_from_the_last_version_without_a_list()
    {
        await using var api = new WatchedApi().Listing(1);
        api.Start();
        var watch = await api.NextWatchAsync();
        await watch.SendAsync("ADDED", WatchedApi.Object("a", 5));
        await watch.SendAsync("BOOKMARK", """{"metadata":{"resourceVersion":"9"}}""");
        await api.StoryIs("+a");

        await watch.EndAsync();
        await api.NextWatchAsync();

        Assert.EndsWith("resourceVersion=9", api.WatchRequests[1].Query, StringComparison.Ordinal);
        Assert.Single(api.ListRequests);
    }

    [Fact]
    public async Task A_line_that_is_cut_off_is_not_taken_for_an_event()
    {
        await using var api = new WatchedApi().Listing(1);
        api.Start();
        var watch = await api.NextWatchAsync();

        await watch.SendTextAsync("""{"type":"ADDED","object":{"metadata":{"na""");
        await watch.EndAsync();
        await api.NextWatchAsync();

        Assert.Equal("", api.Story);
        Assert.EndsWith("resourceVersion=1", api.WatchRequests[1].Query, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_line_that_is_no_JSON_costs_the_watch_and_nothing_else()
    {
        await using var api = new WatchedApi().Listing(1);
        api.Start();
        var watch = await api.NextWatchAsync();

        await watch.SendTextAsync("<html>\n");
        watch = await api.NextWatchAsync();
        await watch.SendAsync("ADDED", WatchedApi.Object("a", 2));

        await api.StoryIs("+a");
    }

    [Fact]
    public async Task Gone_as_an_HTTP_status_means_a_new_list()
    {
        await using var api = new WatchedApi().Listing(1).Listing(20);
        api.WatchFailures.Enqueue(() => ScriptedApi.Failure(HttpStatusCode.Gone));
        api.Start();

        await api.NextWatchAsync();

        Assert.Equal(2, api.ListRequests.Count);
        Assert.EndsWith("resourceVersion=20", api.WatchRequests[1].Query, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Gone_as_an_ERROR_event_means_a_new_list()
    {
        await using var api = new WatchedApi().Listing(1).Listing(20);
        api.Start();
        var watch = await api.NextWatchAsync();

        await watch.SendAsync("ERROR", """{"kind":"Status","code":410,"message":"too old"}""");
        await api.NextWatchAsync();

        Assert.Equal(2, api.ListRequests.Count);
        Assert.EndsWith("resourceVersion=20", api.WatchRequests[1].Query, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Gone_in_the_middle_of_a_list_begins_the_list_anew()
    {
        await using var api = new WatchedApi();
        api.Lists.Enqueue(() => WatchedApi.List(1, "2", WatchedApi.Object("a", 1), WatchedApi.Object("b", 1)));
        api.Lists.Enqueue(() => ScriptedApi.Failure(HttpStatusCode.Gone));
        api.Listing(5, WatchedApi.Object("a", 1));
        api.Start();

        await api.NextWatchAsync();

        Assert.Equal("+a +b +a -b", api.Story);
        Assert.Equal(1, api.FirstLists);
    }

    [Fact]
    public async Task What_vanished_between_two_lists_is_reported_gone()
    {
        await using var api = new WatchedApi()
            .Listing(1, WatchedApi.Object("a", 1), WatchedApi.Object("b", 1))
            .Listing(9, WatchedApi.Object("b", 1));
        api.WatchFailures.Enqueue(() => ScriptedApi.Failure(HttpStatusCode.Gone));
        api.Start();

        await api.NextWatchAsync();

        Assert.Equal("+a +b +b -a", api.Story);
    }

    [Fact]
    public async Task A_watch_that_falls_silent_is_opened_again()
    {
        await using var api = new WatchedApi().Listing(3);
        api.Start();
        await api.NextWatchAsync();

        await Eventually.HoldsAsTimePasses(
            () => api.WatchRequests.Count > 1, "a second watch", api.Time, TimeSpan.FromSeconds(5));
        var watch = await api.NextWatchAsync();
        await watch.SendAsync("ADDED", WatchedApi.Object("a", 4));

        await api.StoryIs("+a");
        Assert.EndsWith("resourceVersion=3", api.WatchRequests[1].Query, StringComparison.Ordinal);
        Assert.Single(api.ListRequests);
    }

    [Fact]
    public async Task Bookmarks_keep_a_quiet_watch_alive()
    {
        await using var api = new WatchedApi().Listing(3);
        api.Start();
        var watch = await api.NextWatchAsync();

        for (var minute = 0; minute < 5; minute++)
        {
            api.Time.Advance(TimeSpan.FromMinutes(1));
            await watch.SendAsync("BOOKMARK", """{"metadata":{"resourceVersion":"4"}}""");
            await watch.SendAsync("ADDED", WatchedApi.Object("a", 4));
            await Eventually.Holds(() => api.Facts.Count == minute + 1, "the event came through");
        }

        Assert.Single(api.WatchRequests);
    }

    [Fact]
    public async Task A_bookmark_confirms_what_is_known_and_tries_that_fail_confirm_nothing()
    {
        await using var api = new WatchedApi().Listing(3);
        api.Start();
        var watch = await api.NextWatchAsync();
        api.Time.Advance(TimeSpan.FromMinutes(1));
        await watch.SendAsync("BOOKMARK", """{"metadata":{"resourceVersion":"4"}}""");
        await Eventually.Holds(() => api.SinceHeard == TimeSpan.Zero, "the bookmark counts");

        for (var i = 0; i < 3; i++)
        {
            api.WatchFailures.Enqueue(() => ScriptedApi.Failure(HttpStatusCode.ServiceUnavailable));
        }

        var ended = api.Time.GetTimestamp();
        await watch.EndAsync();
        await Eventually.HoldsAsTimePasses(() => api.WatchFailures.Count == 1, "two tries failed", api.Time, TimeSpan.FromMilliseconds(50));
        Assert.Equal(api.Time.GetElapsedTime(ended), api.SinceHeard);
    }

    [Fact]
    public async Task Failures_are_repeated_with_growing_pauses()
    {
        await using var api = new WatchedApi();
        var asked = new List<TimeSpan>();
        var start = api.Time.GetTimestamp();
        for (var i = 0; i < 8; i++)
        {
            api.Lists.Enqueue(() =>
            {
                asked.Add(api.Time.GetElapsedTime(start));
                return ScriptedApi.Failure(HttpStatusCode.InternalServerError);
            });
        }

        api.Listing(1);
        api.Start();
        await Eventually.Holds(() => asked.Count == 1, "the first try");
        await Eventually.HoldsAsTimePasses(() => api.FirstLists == 1, "the list after the failures", api.Time, TimeSpan.FromMilliseconds(100));

        Assert.InRange(asked[3], TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(20));
        Assert.InRange(asked[7], TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(7 * 31));
        Assert.True(asked[7] - asked[4] > asked[3], "the later pauses are longer than the first ones");
    }

    [Fact]
    public async Task A_watch_that_the_server_refuses_is_not_asked_for_again_at_once()
    {
        await using var api = new WatchedApi().Listing(1);
        api.WatchFailures.Enqueue(() => ScriptedApi.Failure(HttpStatusCode.ServiceUnavailable));
        api.Start();
        await Eventually.Holds(() => api.WatchRequests.Count == 1, "the first watch");

        var before = api.Time.GetTimestamp();
        await api.NextWatchAsync();

        Assert.NotEqual(TimeSpan.Zero, api.Time.GetElapsedTime(before));
        Assert.Single(api.ListRequests);
    }

    [Fact]
    public async Task A_call_that_the_transport_cancels_does_not_end_the_informer()
    {
        await using var api = new WatchedApi().Listing(1);
        api.WatchFailures.Enqueue(() => throw new TaskCanceledException("not by us"));
        api.Start();

        var watch = await api.NextWatchAsync();
        await watch.SendAsync("ADDED", WatchedApi.Object("a", 2));

        await api.StoryIs("+a");
    }

    [Fact]
    public async Task Leaving_is_not_told_as_a_failure()
    {
        var api = new WatchedApi().Listing(1);
        api.Start();
        await api.NextWatchAsync();

        await api.DisposeAsync();

        Assert.Empty(api.Log.Lines);
    }

    [Fact]
    public async Task A_malformed_object_costs_itself_and_is_not_reported_gone()
    {
        const string malformed = "7";
        await using var api = new WatchedApi()
            .Listing(1, WatchedApi.Object("a", 1), WatchedApi.Object("b", 1))
            .Listing(9, WatchedApi.Object("a", 2, malformed), WatchedApi.Object("b", 1));
        api.WatchFailures.Enqueue(() => ScriptedApi.Failure(HttpStatusCode.Gone));
        api.Start();

        var watch = await api.NextWatchAsync();
        await watch.SendAsync("MODIFIED", WatchedApi.Object("b", 10, malformed));
        await watch.SendAsync("ADDED", WatchedApi.Object("c", 11));

        await api.StoryIs("+a +b +b +c");
    }

    [Fact]
    public async Task After_a_while_the_list_is_read_again_although_no_watch_failed()
    {
        await using var api = new WatchedApi().Listing(1, WatchedApi.Object("a", 1)).Listing(2);
        api.Start();
        var watch = await api.NextWatchAsync();

        api.Time.Advance(TimeSpan.FromMinutes(31));
        await watch.EndAsync();

        await Eventually.HoldsAsTimePasses(() => api.Story == "+a -a", "the drift is found", api.Time, TimeSpan.FromMilliseconds(50));
    }
}
