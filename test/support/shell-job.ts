/** A job of one container that runs this script. */
export const shellJob = (script: string) => ({
  group: {
    properties: {
      containers: [
        {
          name: 'main',
          properties: {
            image: 'durable-aci/sentiment:latest',
            command: ['/bin/sh', '-c', script],
          },
        },
      ],
    },
  },
});
