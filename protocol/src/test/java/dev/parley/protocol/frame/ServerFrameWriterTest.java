// SPDX-License-Identifier: Apache-2.0
package dev.parley.protocol.frame;

import static org.assertj.core.api.Assertions.assertThat;

import dev.parley.protocol.ErrorCode;
import dev.parley.protocol.PresenceData;
import dev.parley.protocol.SocketId;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ServerFrameWriterTest {

    // spotless:off
    static Stream<Arguments> frames() {
        return Stream.of(
            Arguments.of(new ServerFrame.ConnectionEstablished(new SocketId("131160.155806628"), 120),
                "{'event':'pusher:connection_established','data':'{\\'socket_id\\':\\'131160.155806628\\',\\'activity_timeout\\':120}'}"),
            Arguments.of(new ServerFrame.Failure(ErrorCode.APP_NOT_FOUND, "no"),
                "{'event':'pusher:error','data':{'code':4001,'message':'no'}}"),
            Arguments.of(new ServerFrame.Failure(null, "no"),
                "{'event':'pusher:error','data':{'code':null,'message':'no'}}"),
            Arguments.of(new ServerFrame.Ping(), "{'event':'pusher:ping','data':'{}'}"),
            Arguments.of(new ServerFrame.Pong(), "{'event':'pusher:pong','data':'{}'}"),
            Arguments.of(new ServerFrame.SubscriptionSucceeded("a"),
                "{'event':'pusher_internal:subscription_succeeded','channel':'a','data':'{}'}"),
            Arguments.of(new ServerFrame.PresenceSucceeded("presence-a", List.of(new PresenceData("1", "{\"name\":\"Ada\"}"), new PresenceData("2", null))),
                "{'event':'pusher_internal:subscription_succeeded','channel':'presence-a','data':'{\\'presence\\':{\\'count\\':2,\\'ids\\':[\\'1\\',\\'2\\'],\\'hash\\':{\\'1\\':{\\'name\\':\\'Ada\\'},\\'2\\':null}}}'}"),
            Arguments.of(new ServerFrame.PresenceSucceeded("presence-a", List.of()),
                "{'event':'pusher_internal:subscription_succeeded','channel':'presence-a','data':'{\\'presence\\':{\\'count\\':0,\\'ids\\':[],\\'hash\\':{}}}'}"),
            Arguments.of(new ServerFrame.SubscriptionError("private-a", "AuthError", "no", 401),
                "{'event':'pusher:subscription_error','channel':'private-a','data':{'type':'AuthError','error':'no','status':401}}"),
            Arguments.of(new ServerFrame.MemberAdded("presence-a", new PresenceData("3", "{\"name\":\"Cy\"}")),
                "{'event':'pusher_internal:member_added','channel':'presence-a','data':'{\\'user_id\\':\\'3\\',\\'user_info\\':{\\'name\\':\\'Cy\\'}}'}"),
            Arguments.of(new ServerFrame.MemberAdded("presence-a", new PresenceData("3", null)),
                "{'event':'pusher_internal:member_added','channel':'presence-a','data':'{\\'user_id\\':\\'3\\'}'}"),
            Arguments.of(new ServerFrame.MemberRemoved("presence-a", "3"),
                "{'event':'pusher_internal:member_removed','channel':'presence-a','data':'{\\'user_id\\':\\'3\\'}'}"),
            Arguments.of(new ServerFrame.Event("a", "my-event", "{\"a\":1}"),
                "{'event':'my-event','channel':'a','data':'{\\'a\\':1}'}"),
            Arguments.of(new ServerFrame.Event("a", "App\\Events\\X", "not json"),
                "{'event':'App\\\\Events\\\\X','channel':'a','data':'not json'}"),
            Arguments.of(new ServerFrame.ClientEvent("private-a", "client-x", "{ \"on\":true}", null),
                "{'event':'client-x','channel':'private-a','data':{ 'on':true}}"),
            Arguments.of(new ServerFrame.ClientEvent("presence-a", "client-x", "\"s\"", "42"),
                "{'event':'client-x','channel':'presence-a','data':'s','user_id':'42'}"),
            Arguments.of(new ServerFrame.ClientEvent("private-a", "client-x", null, null),
                "{'event':'client-x','channel':'private-a'}"),
            Arguments.of(new ServerFrame.CacheMiss("cache-a"),
                "{'event':'pusher:cache_miss','channel':'cache-a','data':'{}'}"),
            Arguments.of(new ServerFrame.SignInSucceeded("{\"id\":\"1\"}"),
                "{'event':'pusher:signin_success','data':{'user_data':'{\\'id\\':\\'1\\'}'}}"));
    }
    // spotless:on

    @ParameterizedTest
    @MethodSource("frames")
    void a_frame_has_exactly_this_json(ServerFrame frame, String json) {
        assertThat(ServerFrameWriter.write(frame))
                .isEqualTo(json.replace("\\'", "\\\"").replace('\'', '"'));
    }
}
