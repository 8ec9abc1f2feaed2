package main

import (
	"github.com/aws/aws-cdk-go/awscdk/v2"
	"github.com/aws/jsii-runtime-go"
	hf "github.com/cdk-huggingface-sagemaker/cdk-huggingface-sagemaker-go/cdkhuggingfacesagemaker"
)

func main() {
	defer jsii.Close()

	stack := awscdk.NewStack(awscdk.NewApp(nil), jsii.String("Stack"), nil)
	hf.NewHuggingFaceSageMakerEndpoint(stack, jsii.String("Endpoint"), &hf.HuggingFaceSageMakerEndpointProps{
		ModelId:       jsii.String("BAAI/bge-small-en-v1.5"),
		InstanceType:  hf.SageMakerInstanceType_ML_C7I_XLARGE(),
		Container:     hf.DeepLearningContainerImage_FromDeepLearningContainerImage(jsii.String("tei-cpu"), jsii.String("2.0.1-tei1.8.2-cpu-py310-ubuntu22.04"), nil),
		InstanceCount: jsii.Number(0),
		EndpointName:  jsii.String("no_underscores"),
	})
}
