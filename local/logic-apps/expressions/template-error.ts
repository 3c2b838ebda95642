/**
 * InvalidTemplate: the text is no template, or it names or passes something that is not there or does not fit.
 * NotImplemented: Azure knows it, this project does not.
 */
type TemplateErrorCode = 'InvalidTemplate' | 'NotImplemented';

/** Why a template has no value: the code and message that the failed action reports. */
export class TemplateError extends Error {
  readonly code: TemplateErrorCode;

  constructor(code: TemplateErrorCode, message: string) {
    super(message);
    this.name = 'TemplateError';
    this.code = code;
  }
}

/** An InvalidTemplate error in the words given. */
export const invalidTemplate = (message: string): TemplateError =>
  new TemplateError('InvalidTemplate', message);
