# Builds every folder of images/ in the registry, under the name that the app asks for: no Docker is needed here.
# azd runs it after `azd provision` with the outputs of main.bicep in the environment.
$ErrorActionPreference = 'Stop'
if (-not $env:REGISTRY_NAME) {
  throw 'REGISTRY_NAME is an output of infra/main.bicep: run this by azd, or set it'
}

foreach ($folder in Get-ChildItem -Directory (Join-Path $PSScriptRoot '../images')) {
  Write-Host "Building $($folder.Name) in $env:REGISTRY_NAME ..."
  az acr build --registry $env:REGISTRY_NAME --image "$($folder.Name):latest" --platform linux/amd64 --output none $folder.FullName
  if ($LASTEXITCODE -ne 0) { throw "The image $($folder.Name) was not built" }
}
