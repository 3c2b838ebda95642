import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { textAt, type Fact } from './fact.ts';

/** Each image that a workload asks for is a folder that the hook of azure.yaml builds. */
export const images: Fact = (root) => {
  const folder = 'jobs/workloads';
  const asked = readdirSync(path.join(root, folder)).flatMap((name) => {
    const file = `${folder}/${name}`;
    return textAt(root, file)
      .split('\n')
      .flatMap((text, index) => {
        const [, image] = /\bimage: '([\w-]+)'/.exec(text) ?? [];
        return image ? [{ file, line: index + 1, image }] : [];
      });
  });
  if (asked.length === 0) throw new Error(`no workload in ${folder} names an image`);
  return asked
    .filter(({ image }) => !existsSync(path.join(root, 'images', image, 'Dockerfile')))
    .map(({ file, line, image }) => ({
      file,
      line,
      message: `there is no images/${image}/Dockerfile`,
    }));
};

/** azd finds the app by a tag that names the service of azure.yaml. */
export const service: Fact = (root) => {
  const file = 'infra/main.bicep';
  const text = textAt(root, file);
  const [, name] = /serviceName: '(\w+)'/.exec(text) ?? [];
  if (name && new RegExp(`^services:\\n  ${name}:$`, 'm').test(textAt(root, 'azure.yaml')))
    return [];
  return [{ file, line: 1, message: `azure.yaml has no service ${String(name)}` }];
};
