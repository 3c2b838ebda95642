#!/bin/sh
# Builds every folder of images/ in the registry, under the name that the app asks for: no Docker is needed here.
# azd runs it after `azd provision` with the outputs of main.bicep in the environment.
set -eu
: "${REGISTRY_NAME:?is an output of infra/main.bicep: run this by azd, or set it}"

cd "$(dirname "$0")/../images"
for folder in */; do
  image="${folder%/}"
  echo "Building $image in $REGISTRY_NAME ..."
  az acr build --registry "$REGISTRY_NAME" --image "$image:latest" --platform linux/amd64 --output none "$image"
done
