/**
 * A task of a model on the Hugging Face Hub. There is a constant for each task, and `of` for any other.
 *
 * @see https://huggingface.co/tasks
 */
export class HuggingFaceTask {
  /** Generates text, such as chat responses. */
  public static readonly TEXT_GENERATION = new HuggingFaceTask('text-generation');

  /** Generates text from images and text. */
  public static readonly IMAGE_TEXT_TO_TEXT = new HuggingFaceTask('image-text-to-text');

  /** Generates text from audio and text. */
  public static readonly AUDIO_TEXT_TO_TEXT = new HuggingFaceTask('audio-text-to-text');

  /** Generates text from video and text. */
  public static readonly VIDEO_TEXT_TO_TEXT = new HuggingFaceTask('video-text-to-text');

  /** Accepts and generates several modalities. */
  public static readonly ANY_TO_ANY = new HuggingFaceTask('any-to-any');

  /** Computes embeddings of text. */
  public static readonly FEATURE_EXTRACTION = new HuggingFaceTask('feature-extraction');

  /** Scores the similarity of sentences. */
  public static readonly SENTENCE_SIMILARITY = new HuggingFaceTask('sentence-similarity');

  /** Ranks texts by their relevance to a query. */
  public static readonly TEXT_RANKING = new HuggingFaceTask('text-ranking');

  /** Classifies text. */
  public static readonly TEXT_CLASSIFICATION = new HuggingFaceTask('text-classification');

  /** Classifies the words in a text, for example to recognize named entities. */
  public static readonly TOKEN_CLASSIFICATION = new HuggingFaceTask('token-classification');

  /** Answers questions about a table. */
  public static readonly TABLE_QUESTION_ANSWERING = new HuggingFaceTask('table-question-answering');

  /** Answers questions about a text. */
  public static readonly QUESTION_ANSWERING = new HuggingFaceTask('question-answering');

  /** Classifies text with labels from the request. */
  public static readonly ZERO_SHOT_CLASSIFICATION = new HuggingFaceTask('zero-shot-classification');

  /** Translates text. */
  public static readonly TRANSLATION = new HuggingFaceTask('translation');

  /** Summarizes text. */
  public static readonly SUMMARIZATION = new HuggingFaceTask('summarization');

  /** Predicts masked words in a text. */
  public static readonly FILL_MASK = new HuggingFaceTask('fill-mask');

  /** Converts text to speech. */
  public static readonly TEXT_TO_SPEECH = new HuggingFaceTask('text-to-speech');

  /** Generates audio from text. */
  public static readonly TEXT_TO_AUDIO = new HuggingFaceTask('text-to-audio');

  /** Transcribes speech to text. */
  public static readonly AUTOMATIC_SPEECH_RECOGNITION = new HuggingFaceTask('automatic-speech-recognition');

  /** Generates audio from audio. */
  public static readonly AUDIO_TO_AUDIO = new HuggingFaceTask('audio-to-audio');

  /** Classifies audio. */
  public static readonly AUDIO_CLASSIFICATION = new HuggingFaceTask('audio-classification');

  /** Detects speech segments in audio. */
  public static readonly VOICE_ACTIVITY_DETECTION = new HuggingFaceTask('voice-activity-detection');

  /** Estimates the depth of each pixel of an image. */
  public static readonly DEPTH_ESTIMATION = new HuggingFaceTask('depth-estimation');

  /** Classifies images. */
  public static readonly IMAGE_CLASSIFICATION = new HuggingFaceTask('image-classification');

  /** Detects objects in images. */
  public static readonly OBJECT_DETECTION = new HuggingFaceTask('object-detection');

  /** Divides an image into segments. */
  public static readonly IMAGE_SEGMENTATION = new HuggingFaceTask('image-segmentation');

  /** Generates images from text. */
  public static readonly TEXT_TO_IMAGE = new HuggingFaceTask('text-to-image');

  /** Generates descriptions of images. */
  public static readonly IMAGE_TO_TEXT = new HuggingFaceTask('image-to-text');

  /** Generates images from images. */
  public static readonly IMAGE_TO_IMAGE = new HuggingFaceTask('image-to-image');

  /** Generates videos from images. */
  public static readonly IMAGE_TO_VIDEO = new HuggingFaceTask('image-to-video');

  /** Generates images without a prompt. */
  public static readonly UNCONDITIONAL_IMAGE_GENERATION = new HuggingFaceTask('unconditional-image-generation');

  /** Classifies videos. */
  public static readonly VIDEO_CLASSIFICATION = new HuggingFaceTask('video-classification');

  /** Generates videos from text. */
  public static readonly TEXT_TO_VIDEO = new HuggingFaceTask('text-to-video');

  /** Generates images from images and text. */
  public static readonly IMAGE_TEXT_TO_IMAGE = new HuggingFaceTask('image-text-to-image');

  /** Generates videos from images and text. */
  public static readonly IMAGE_TEXT_TO_VIDEO = new HuggingFaceTask('image-text-to-video');

  /** Answers questions about images. */
  public static readonly VISUAL_QUESTION_ANSWERING = new HuggingFaceTask('visual-question-answering');

  /** Answers questions about documents. */
  public static readonly DOCUMENT_QUESTION_ANSWERING = new HuggingFaceTask('document-question-answering');

  /** Retrieves documents by their visual content. */
  public static readonly VISUAL_DOCUMENT_RETRIEVAL = new HuggingFaceTask('visual-document-retrieval');

  /** Classifies images with labels from the request. */
  public static readonly ZERO_SHOT_IMAGE_CLASSIFICATION = new HuggingFaceTask('zero-shot-image-classification');

  /** Generates masks of the objects in an image. */
  public static readonly MASK_GENERATION = new HuggingFaceTask('mask-generation');

  /** Detects objects from the request in images. */
  public static readonly ZERO_SHOT_OBJECT_DETECTION = new HuggingFaceTask('zero-shot-object-detection');

  /** Generates 3D models from text. */
  public static readonly TEXT_TO_3D = new HuggingFaceTask('text-to-3d');

  /** Generates 3D models from images. */
  public static readonly IMAGE_TO_3D = new HuggingFaceTask('image-to-3d');

  /** Computes embeddings of images. */
  public static readonly IMAGE_FEATURE_EXTRACTION = new HuggingFaceTask('image-feature-extraction');

  /** Detects points of interest in images. */
  public static readonly KEYPOINT_DETECTION = new HuggingFaceTask('keypoint-detection');

  /** Generates videos from videos. */
  public static readonly VIDEO_TO_VIDEO = new HuggingFaceTask('video-to-video');

  /** Classifies the rows of a table. */
  public static readonly TABULAR_CLASSIFICATION = new HuggingFaceTask('tabular-classification');

  /** Predicts numbers from the rows of a table. */
  public static readonly TABULAR_REGRESSION = new HuggingFaceTask('tabular-regression');

  /** Forecasts the next values of a time series. */
  public static readonly TIME_SERIES_FORECASTING = new HuggingFaceTask('time-series-forecasting');

  /** Chooses actions in an environment. */
  public static readonly REINFORCEMENT_LEARNING = new HuggingFaceTask('reinforcement-learning');

  /** Controls robots. */
  public static readonly ROBOTICS = new HuggingFaceTask('robotics');

  /** Processes graphs. */
  public static readonly GRAPH_ML = new HuggingFaceTask('graph-ml');

  /**
   * Any task of the Hugging Face Hub, including one that this version of the library has no constant for.
   *
   * @param task the name of the task, such as `text-generation`
   */
  public static of(task: string): HuggingFaceTask {
    return new HuggingFaceTask(task);
  }

  private constructor(private readonly task: string) {}

  /** The name of the task, such as `text-generation`. */
  public toString(): string {
    return this.task;
  }
}
