"""Takes a group through its life with the unmodified azure-mgmt-containerinstance; prints what it saw as one JSON line."""

import json
import ssl
import sys

import websocket

from azure.core.credentials import AccessToken
from azure.core.exceptions import HttpResponseError
from azure.mgmt.containerinstance import ContainerInstanceManagementClient, models

endpoint, ca, subscription, group, image = sys.argv[1:]


class AnyToken:
    def get_token(self, *_scopes, **_options):
        return AccessToken("any", 4102444800)


client = ContainerInstanceManagementClient(
    AnyToken(),
    subscription,
    base_url=endpoint,
    credential_scopes=[endpoint + "/.default"],
    connection_verify=ca,
    polling_interval=0.05,
)
spec = models.ContainerGroup(
    location="westeurope",
    os_type="Linux",
    restart_policy="Never",
    tags={"made": "from Python"},
    containers=[
        models.Container(
            name="main",
            image=image,
            command=["/bin/sh", "-c", "echo hello from Python; sleep 600"],
            environment_variables=[models.EnvironmentVariable(name="TOKEN", secure_value="canary")],
            resources=models.ResourceRequirements(
                requests=models.ResourceRequests(cpu=1, memory_in_gb=1.5)
            ),
        )
    ],
)
groups = client.container_groups
seen = {}

created = groups.begin_create_or_update(group, "python", spec).result()
seen["created"] = created.provisioning_state
seen["state"] = groups.get(group, "python").instance_view.state
seen["listed"] = [found.name for found in groups.list_by_resource_group(group)]
seen["log"] = ""
while not seen["log"]:
    seen["log"] = client.containers.list_logs(group, "python", "main").content

size = models.ContainerExecRequestTerminalSize(rows=24, cols=80)
request = models.ContainerExecRequest(command="/bin/sh", terminal_size=size)
promised = client.containers.execute_command(group, "python", "main", request)
terminal = websocket.create_connection(
    promised.web_socket_uri, sslopt={"ca_certs": ca, "cert_reqs": ssl.CERT_REQUIRED}, timeout=20
)
terminal.send(promised.password)
terminal.send("echo fr$((1))m inside; exit\r")
shown = b""
while terminal.connected:
    shown += terminal.recv_data()[1]
    if b"fr1m inside" in shown:
        terminal.close()
seen["terminal"] = b"fr1m inside" in shown

seen["tags"] = groups.update(group, "python", models.Resource(tags={"changed": "yes"})).tags
groups.stop(group, "python")
seen["stopped"] = groups.get(group, "python").instance_view.state
groups.begin_start(group, "python").result()
seen["started"] = groups.get(group, "python").instance_view.state
groups.begin_restart(group, "python").result()
seen["restarted"] = groups.get(group, "python").instance_view.state
seen["deleted"] = groups.begin_delete(group, "python").result().name
try:
    groups.get(group, "python")
except HttpResponseError as error:
    seen["missing"] = [error.status_code, error.error.code]

seen["usages"] = sorted(usage.name.value for usage in client.location.list_usage("westeurope"))
seen["operations"] = len(list(client.operations.list())) > 0
print(json.dumps(seen))
